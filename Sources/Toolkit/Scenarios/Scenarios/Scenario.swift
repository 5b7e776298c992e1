package import Contracts
package import Documents
package import Results

/// One scenario file (`*.scenario.yaml`): steps that several parties take in turn, judged as one case.
package struct Scenario: Sendable {
    /// What the scenario's time is.
    package enum Time: String, Sendable, CaseIterable {
        /// Real time passes.
        case wall
    }

    /// A party of the scenario.
    package struct Actor: Sendable, Hashable {
        /// The name that steps use: `inspector`.
        package let name: String
        /// The identity of the profile under which it calls.
        package let identity: String
        /// The label of its mailbox; nil for an actor that receives nothing. Its address is the variable `<name>.inbox`.
        package let inbox: String?
        /// What its mailbox answers, in turn; the last one is repeated.
        package let answers: [ScriptedAnswer]
        /// In whose style its mailbox answers; nil answers as scripted alone.
        package let personality: Personality?
        /// An address, or the label from which one is made up; its address is the variable `<name>.mail`.
        package let mail: String?
        /// The folder below the drop that it reads, `reports/*` for one below `reports` that is new in each run; its path is the variable
        /// `<name>.drop`.
        package let drop: String?
        package let source: SourceLocation

        package init(
            name: String, identity: String, inbox: String?, answers: [ScriptedAnswer] = [.accepted], personality: Personality? = nil,
            mail: String? = nil,
            drop: String? = nil, source: SourceLocation
        ) {
            self.name = name
            self.identity = identity
            self.inbox = inbox
            self.answers = answers
            self.personality = personality
            self.mail = mail
            self.drop = drop
            self.source = source
        }
    }

    /// Dotted lower-case name, unique among the scenarios of a run: `accepted.ask-and-receive`.
    package private(set) var id: String
    /// In a few words.
    package let title: String
    package let requirements: [RequirementReference]
    package let tags: [String]
    package let effects: Effects
    package let pack: Pack
    package let time: Time
    /// How long setup and steps together may take; teardown has the same time again.
    package let budget: Duration
    /// Extended capabilities without which the scenario does not apply.
    package let needs: [String]
    package let actors: [Actor]
    /// Variables with the values that each has in turn; the scenario is run once for each combination.
    package let matrix: [(name: String, values: [Node])]
    /// The values of this variant of a matrix.
    package private(set) var values: [String: Node] = [:]
    let setup: [any ScenarioStep]
    let steps: [any ScenarioStep]
    /// Run whatever happened before, also after an interruption.
    let teardown: [any ScenarioStep]
    /// Names of weakenings of a platform that must turn the scenario red; data for whoever proves the suites, unused in a run.
    package let brokenBy: [String]
    package let source: SourceLocation
    /// The path as it was given.
    package let file: String
    /// Lower-case hex SHA-256 of the file.
    package let digest: String

    /// Full ids of the interactions that steps judge by, each once, in the order of first use.
    package var interactions: [String] {
        var ids: [String] = []
        for id in allSteps.flatMap(\.interactions) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    /// The steps in words, in the order in which they run.
    package var outline: [String] { allSteps.map(\.title) }

    var allSteps: [any ScenarioStep] { setup + steps + teardown }

    /// The actor of that name, or nil.
    package func actor(_ name: String) -> Actor? {
        actors.first { $0.name == name }
    }

    init(
        id: String, title: String, requirements: [RequirementReference], tags: [String], effects: Effects, pack: Pack, time: Time,
        budget: Duration, needs: [String], actors: [Actor], matrix: [(name: String, values: [Node])], setup: [any ScenarioStep],
        steps: [any ScenarioStep], teardown: [any ScenarioStep], brokenBy: [String], source: SourceLocation, file: String, digest: String
    ) {
        self.id = id
        self.title = title
        self.requirements = requirements
        self.tags = tags
        self.effects = effects
        self.pack = pack
        self.time = time
        self.budget = budget
        self.needs = needs
        self.actors = actors
        self.matrix = matrix
        self.setup = setup
        self.steps = steps
        self.teardown = teardown
        self.brokenBy = brokenBy
        self.source = source
        self.file = file
        self.digest = digest
    }

    /// The scenario itself, or one for each combination of its matrix: `accepted.pull(format=csv)`.
    package var variants: [Scenario] {
        guard !matrix.isEmpty else { return [self] }
        var combinations: [[(String, Node)]] = [[]]
        for axis in matrix { combinations = combinations.flatMap { known in axis.values.map { known + [(axis.name, $0)] } } }
        return combinations.map { combination in
            var variant = self
            let words = combination.map { "\($0.0)=\($0.1.string ?? String(decoding: $0.1.compactBytes(), as: UTF8.self))" }
            variant.id = "\(id)(\(words.joined(separator: ",")))"
            variant.values = Dictionary(combination) { $1 }
            return variant
        }
    }

    /// What steps do to the subject besides asking it; with any, nothing else may run at the same time.
    package var tools: Set<Profile.ToolKind> { allSteps.reduce(into: []) { $0.formUnion($1.tools) } }

    /// The ways in which something must be able to arrive.
    package var media: Set<ExpectedRequest.Medium> {
        var media: Set<ExpectedRequest.Medium> = []
        if actors.contains(where: { $0.inbox != nil }) { media.insert(.http) }
        if actors.contains(where: { $0.mail != nil }) { media.insert(.mail) }
        if actors.contains(where: { $0.drop != nil }) { media.insert(.file) }
        return media
    }

    /// Whether the regulator's side may misbehave a little in it.
    package var toleratesMischief: Bool { tags.contains("faults") }
}
