import Contracts
import Documents
import Results

/// Parts that several kinds of step write the same way.
extension ScenarioReader {
    private static let captureKeys = ["header", "body", "status", "digest", "csv", "pdf", "type", "secret"]

    /// The actor that a step names, or the only one there is.
    mutating func actor(_ member: Node.Member?, of what: String, at location: SourceLocation) -> Scenario.Actor? {
        guard let member else {
            if actors.count == 1 { return actors.first }
            source.missing(what, of: "a step of a scenario with \(actors.count) actors", at: location)
            return nil
        }
        guard let name = source.string(member) else { return nil }
        if let actor = actors.first(where: { $0.name == name }) { return actor }
        let near = Spelling.nearest(to: name, among: actors.map(\.name))
        source.report(.scenarioUnknownActor(name, near: near, at: source.location(of: member.value)))
        return nil
    }

    /// The interaction of a full id.
    mutating func interaction(_ node: Node) -> Interaction? {
        guard let id = source.string(node, as: "an interaction") else { return nil }
        if let interaction = contracts.interaction(id) { return interaction }
        let known = (contracts.contracts + contracts.supporting).flatMap(\.interactions).map(\.fullID)
        source.report(.scenarioUnknownInteraction(id, near: Spelling.nearest(to: id, among: known), at: source.location(of: node)))
        return nil
    }

    /// An interaction in which the subject is asked.
    mutating func callable(_ node: Node) -> Interaction? {
        guard let interaction = interaction(node) else { return nil }
        if interaction.request != nil { return interaction }
        source.report(.scenarioWrongForm("is sent by the subject; `expect_callback` waits for it", at: source.location(of: node)))
        return nil
    }

    /// An interaction in which the subject sends something this way.
    mutating func receivable(_ node: Node, by medium: ExpectedRequest.Medium) -> Interaction? {
        guard let interaction = interaction(node) else { return nil }
        if let expected = interaction.expectedRequest {
            if expected.medium == medium { return interaction }
            source.report(.scenarioWrongWay(expected.medium.word, at: source.location(of: node)))
            return nil
        }
        source.report(.scenarioWrongForm("is not sent by the subject; `call` makes it", at: source.location(of: node)))
        return nil
    }

    /// The actor to whom something must come this way; one who cannot receive it so is a finding.
    mutating func receiver(_ member: Node.Member?, by medium: ExpectedRequest.Medium, _ head: Node.Member) -> Scenario.Actor? {
        guard let actor = actor(member, of: "to", at: source.location(ofKey: head)) else { return nil }
        let label =
            switch medium {
            case .http: actor.inbox
            case .mail: actor.mail
            case .file: actor.drop
            }
        guard label == nil else { return actor }
        let place = source.location(ofPair: member ?? head)
        let key = medium == .http ? "inbox" : medium == .mail ? "mail" : "drop"
        source.report(medium == .http ? .scenarioNoInbox(actor.name, at: place) : .scenarioNoWay(actor.name, key, at: place))
        return actor
    }

    /// `name: { header | body | status, type, secret }` for each value.
    mutating func captures(_ member: Node.Member?) -> [Capture] {
        guard let member else { return [] }
        guard let members = member.value.members else {
            source.wrongType(of: "`capture`", expected: "a mapping of names", actual: member.value)
            return []
        }
        return members.compactMap { entry in
            guard let object = source.object(entry.value, as: "a capture", keys: Self.captureKeys) else { return nil }
            let location = source.location(ofKey: entry)
            give(entry.key, at: location)
            let type = object["type"].flatMap { source.choice($0.value, as: "`type`", of: ValueType.self) }
            let isSecret = source.flag(object["secret"])
            guard let origin = origin(object, at: location) else { return nil }
            return Capture(name: entry.key, origin: origin, type: type, isSecret: isSecret, source: location)
        }
    }

    private mutating func origin(_ object: [String: Node.Member], at location: SourceLocation) -> Capture.Origin? {
        let given = ["header", "body", "status", "digest", "csv", "pdf"].compactMap { object[$0] }
        guard let member = given.first, given.count == 1 else {
            source.report(.scenarioCaptureOrigin(at: location))
            return nil
        }
        switch member.key {
        case "header": return source.string(member).map { .header($0) }
        case "body": return source.path(member).map { .body($0) }
        case "digest":
            guard source.string(member) == "sha256" else {
                source.wrongType(of: "`digest`", expected: "`sha256`", actual: member.value)
                return nil
            }
            return .digest
        case "csv": return figure(member).map { .table($0) }
        case "pdf": return source.path(member).map { .printed($0) }
        default: return source.flag(member) ? .status : nil
        }
    }

    /// `rows`, or `{ sum: column, where: {column: text} }`; `where` alone counts the rows that fit.
    private mutating func figure(_ member: Node.Member) -> TableFigure? {
        if member.value.string == "rows" { return TableFigure(sum: nil, rows: []) }
        guard let object = source.object(member.value, as: "`csv`", keys: ["sum", "where"]) else { return nil }
        guard !object.isEmpty else {
            source.wrongType(of: "`csv`", expected: "`rows`, or a mapping with `sum` or `where`", actual: member.value)
            return nil
        }
        let sum = source.string(object["sum"])
        let rows = (object["where"]?.value.members ?? []).compactMap { entry in
            source.string(entry).map { (column: entry.key, text: $0) }
        }
        return TableFigure(sum: sum, rows: rows)
    }
}

extension ExpectedRequest.Medium {
    /// How it is said.
    fileprivate var word: String {
        switch self {
        case .http: "a request"
        case .mail: "a mail"
        case .file: "a file"
        }
    }
}
