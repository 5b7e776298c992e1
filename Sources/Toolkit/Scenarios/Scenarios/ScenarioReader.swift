import Contracts
import Documents
import Results

/// Turns the document of one scenario file into a `Scenario`.
///
///     schema_version: 1
///     id: group.name                # title, must/should/may, tags, effects, pack, needs, clock: wall, budget, narrative, broken_by
///     actors:
///       <name>: { identity: <of the profile>, inbox: <label>, answers: [<status> | { status, delay, echo }], personality, mail, drop }
///     matrix: { <variable>: [<value>, ..] }
///     setup, steps, teardown: a list of
///       - call: <contract>/<interaction> | <METHOD path> | <request as in contracts>
///         as: <actor>, with: { <variable>: <value> }, capture, refused: tls | <status> | [..], response: <of a request of its own>
///       - expect_callback: <contract>/<interaction>
///         to: <actor>, match: { <JSONPath>: <matcher> }, count: 1, within: <duration>, capture
///       - await: <contract>/<interaction>
///         as, with, until: { <JSONPath>: <matcher> }, fail_if: {..}, within: <duration>, every: <duration>, capture
///       - audit: every call | <contract>/<interaction>
///         within: <duration>
///       - assert: <claim in words>
///         that: "{{ <variable> }}", is: <matcher>, must/should/may
///       - capture: { <name>: { header: <name> | body: <JSONPath> | status: true, type: <kind>, secret: true } }
///       - expect_no_callback: any | <contract>/<interaction>
///         to, match, during: <duration>
///       - expect_mail | expect_file: <contract>/<interaction>
///         to, match, count, within, capture
///       - parallel: [ [<step>, ..], [<step>, ..] ]
///       - when: "{{ <variable> }}" | { capability: <word> }
///         is: <matcher>, steps: [..], else: [..]
///       - advance_time: <duration>
///       - tamper: <contract>/<interaction>
///         as, with, change: altered-body | replayed | altered-token | no-certificate | .., refused
///       - inject: { faults: [<name>] } | { mischief: [<name>], to: <actor>, probability: 0…1, times: <count> }
///       - rotate_key: <key>            # within
///       - restart: graceful | kill     # within
///       - compare: <claim in words>
///         left, right: "{{ <variable> }}", by: equal | unordered | shape, ignoring: [<member>]
///       - use: <path of a *.fragment.yaml>
///         with: { <variable>: <value> }
///
/// Variables are those of profile and identity, what states gave, captures, `<actor>.inbox` (and `.expired_inbox`, `.mail`, `.drop`), `scenario.uuid` (the same through one run),
/// `uuid` (fresh for each step), `base_url`, `now` and `today`. `as` and `to` may be left out when there is but one actor.
struct ScenarioReader {
    private static let keys = [
        "id", "title", "narrative", "must", "should", "may", "tags", "effects", "pack", "clock", "budget", "needs", "actors", "matrix",
        "setup", "steps", "teardown", "broken_by",
    ]
    private static let actorKeys = ["identity", "inbox", "answers", "personality", "mail", "drop"]
    private static let maximumVariants = 64
    private static let assumedBudget: Duration = .seconds(120)
    private static let maximumSteps = 200

    var source: FileSource
    /// Interactions that steps may name.
    let contracts: ContractLibrary
    /// In whose style mailboxes can answer.
    let personalities: [Personality]
    /// As read so far; steps refer to them by name.
    private(set) var actors: [Scenario.Actor] = []
    /// What the scenario serves, and with it the requests that are written in its steps.
    private(set) var requirements: [RequirementReference] = []
    /// Names that captures and actors of earlier steps gave.
    private var given: Set<String> = []
    /// Fragments that are being read, outermost first.
    var openFragments: [String] = []
    let file: String
    private let digest: String

    init(file: String, bytes: [UInt8], contracts: ContractLibrary, personalities: [Personality] = []) {
        source = FileSource(file: file, bytes: bytes, area: "scenario")
        self.contracts = contracts
        self.personalities = personalities
        self.file = file
        digest = Digest.hex(bytes)
    }

    /// Nil, with findings, when the file cannot be understood at all.
    mutating func scenario(_ bytes: [UInt8]) -> Scenario? {
        guard let document = source.document(bytes),
            let top = source.top(document, as: "a scenario", keys: Self.keys, required: ["id", "title", "actors", "steps"])
        else { return nil }
        requirements = source.requirements(top)
        let effects = top["effects"].flatMap { source.choice($0.value, as: "`effects`", of: Effects.self) }
        let pack = top["pack"].flatMap { source.choice($0.value, as: "`pack`", of: Pack.self) }
        let time = top["clock"].flatMap { source.choice($0.value, as: "`clock`", of: Scenario.Time.self) }
        let budget = source.duration(top["budget"])
        actors = top["actors"].map { readActors($0) } ?? []
        let matrix = top["matrix"].map { readMatrix($0) } ?? []
        let setup = readSteps(top["setup"])
        let steps = readSteps(top["steps"])
        let teardown = readSteps(top["teardown"])
        if let needs = top["needs"], (pack ?? .core) == .core {
            source.report(
                .scenarioConflict(
                    "a scenario of the core pack cannot depend on a capability", remedy: "write `pack: extended`, or drop `needs`",
                    at: source.location(ofKey: needs)))
        }
        let title = source.string(top["title"])
        _ = source.string(top["narrative"])
        guard let idMember = top["id"], let id = source.string(idMember), let title else { return nil }
        if !Self.isIdentifier(id) { source.report(.scenarioID(id, at: source.location(of: idMember.value))) }
        // Steps that could not be read have findings of their own.
        if let member = top["steps"], let written = member.value.array?.count, written == steps.count,
            steps.allSatisfy({ $0 is CaptureStep })
        {
            source.report(.scenarioEmpty(at: source.location(ofKey: member)))
        }
        return Scenario(
            id: id, title: title, requirements: requirements, tags: words(top["tags"]), effects: effects ?? .read, pack: pack ?? .core,
            time: time ?? .wall, budget: budget ?? Self.assumedBudget, needs: words(top["needs"]), actors: actors, matrix: matrix,
            setup: setup,
            steps: steps, teardown: teardown, brokenBy: words(top["broken_by"]), source: source.location(of: idMember.value), file: file,
            digest: digest)
    }

    private mutating func readActors(_ member: Node.Member) -> [Scenario.Actor] {
        guard let members = member.value.members, !members.isEmpty else {
            source.wrongType(of: "`actors`", expected: "a mapping of names", actual: member.value)
            return []
        }
        return members.compactMap { actor in
            guard let object = source.object(actor.value, as: "an actor", keys: Self.actorKeys, required: ["identity"])
            else { return nil }
            let inbox = source.string(object["inbox"])
            if let answers = object["answers"], inbox == nil {
                source.report(.scenarioAnswersWithoutInbox(at: source.location(ofKey: answers)))
            }
            let answers = object["answers"].map { readAnswers($0) } ?? []
            let personality = object["personality"].flatMap { readPersonality($0) }
            let mail = source.string(object["mail"])
            let drop = source.string(object["drop"])
            if let drop, let member = object["drop"], drop.hasPrefix("/") || drop.split(separator: "/").contains("..") {
                source.report(.scenarioDrop(at: source.location(of: member.value)))
            }
            guard let identity = source.string(object["identity"]) else { return nil }
            return Scenario.Actor(
                name: actor.key, identity: identity, inbox: inbox,
                answers: answers.isEmpty && personality == nil ? [.accepted] : answers, personality: personality, mail: mail, drop: drop,
                source: source.location(ofKey: actor))
        }
    }

    /// What a mailbox answers in turn: a status, or `{ status, delay, echo }`; with `echo: false` challenges are acknowledged without their
    /// token.
    private mutating func readAnswers(_ member: Node.Member) -> [ScriptedAnswer] {
        source.list(member.value).compactMap { element in
            let statusNode: Node
            var delay: Duration = .zero
            var echoes = true
            if element.members != nil {
                guard let object = source.object(element, as: "an answer", keys: ["status", "delay", "echo"], required: ["status"]),
                    let status = object["status"]
                else { return nil }
                statusNode = status.value
                delay = source.duration(object["delay"]) ?? .zero
                if let echo = object["echo"] { echoes = source.flag(echo) }
            } else {
                statusNode = element
            }
            guard let status = statusNode.integer, (200...599).contains(status) else {
                source.report(.scenarioAnswer(at: source.location(of: statusNode)))
                return nil
            }
            return ScriptedAnswer(status: status, delay: delay, echoes: echoes)
        }
    }

    private mutating func readPersonality(_ member: Node.Member) -> Personality? {
        guard let word = source.string(member) else { return nil }
        if let personality = personalities.first(where: { $0.id == word }) { return personality }
        let near = Spelling.nearest(to: word, among: personalities.map(\.id))
        source.report(.scenarioPersonality(word, near: near, at: source.location(of: member.value)))
        return nil
    }

    /// Each variable with a list of values, and not too many combinations.
    private mutating func readMatrix(_ member: Node.Member) -> [(name: String, values: [Node])] {
        guard let members = source.mapping(member)?.members else { return [] }
        let matrix = members.map { axis in (name: axis.key, values: source.list(axis.value)) }
        let count = matrix.reduce(1) { $0 * min($1.values.count, Self.maximumVariants + 1) }
        if !(1...Self.maximumVariants).contains(count) {
            source.report(.scenarioMatrix(maximum: Self.maximumVariants, at: source.location(ofKey: member)))
        }
        return matrix
    }

    /// The steps of a list, each by its own kind's reader.
    mutating func readSteps(_ member: Node.Member?) -> [any ScenarioStep] {
        guard let member else { return [] }
        guard let elements = member.value.array, elements.count <= Self.maximumSteps else {
            source.wrongType(of: "`\(member.key)`", expected: "a list of at most \(Self.maximumSteps) steps", actual: member.value)
            return []
        }
        return elements.compactMap { readStep($0) }
    }

    /// The one key that says what kind of step it is decides who reads it.
    mutating func readStep(_ node: Node) -> (any ScenarioStep)? {
        guard let members = node.members else {
            source.wrongType(of: "a step", expected: "a mapping", actual: node)
            return nil
        }
        // A kind without options, such as `capture`, is a step only when it stands alone: beside another key it is that one's option.
        let kind = StepTable.kinds.first { kind in
            members.contains { $0.key == kind.key }
                && (members.count == 1
                    || (!kind.options.isEmpty
                        && !members.contains { !([kind.key] + kind.options).contains($0.key) && StepTable.keys.contains($0.key) }))
        }
        guard let kind, let head = members.first(where: { $0.key == kind.key }) else {
            let near = members.first.map { Spelling.nearest(to: $0.key, among: StepTable.keys) } ?? []
            let place = members.first.map { source.location(ofKey: $0) } ?? source.location(of: node)
            source.report(.scenarioStep(near: near, known: StepTable.keys, at: place))
            return nil
        }
        guard let object = source.object(node, as: "a `\(kind.key)` step", keys: [kind.key] + kind.options) else { return nil }
        return kind.read(head, object, from: &self)
    }

    private mutating func words(_ member: Node.Member?) -> [String] {
        guard let member else { return [] }
        return source.list(member.value).compactMap { source.string($0, as: "`\(member.key)`") }
    }

    /// Groups of lower-case letters and digits joined by `-`, at least two of them joined by `.`.
    private static func isIdentifier(_ id: String) -> Bool {
        let parts = id.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { part in
                part.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { group in
                    !group.isEmpty && group.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
                }
            }
    }

    /// Notes that a name is captured; a second time is a finding.
    mutating func give(_ name: String, at location: SourceLocation) {
        if !given.insert(name).inserted { source.report(.scenarioCapturedTwice(name, at: location)) }
    }
}
