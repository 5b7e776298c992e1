import Documents

/// What stood in the recording and stands elsewise now: identifiers that the subject gave anew, and those that we make anew.
struct ReplayValues: Sendable {
    /// Shorter texts are no identifiers.
    private static let shortest = 8
    private static let maximum = 10_000

    private(set) var pairs: [String: String] = [:]

    /// Notes that one text stands for another from now on.
    mutating func note(_ old: String, _ new: String) {
        guard old != new, old.utf8.count >= Self.shortest, pairs.count < Self.maximum else { return }
        pairs[old] = new
    }

    /// Learns from an answer: texts at the same place that differ are taken for the same thing.
    mutating func learn(_ old: Node, _ new: Node) {
        switch (old.value, new.value) {
        case (.string(let one), .string(let other)): if Self.isIdentifier(one) { note(one, other) }
        case (.array(let ones), .array(let others)): for (one, other) in zip(ones, others) { learn(one, other) }
        case (.object(let members), .object): for member in members { if let other = new[member.key] { learn(member.value, other) } }
        default: break
        }
    }

    /// The text with everything put in place, longest first so that no part of one is taken for another.
    func applied(to text: String) -> String {
        var text = text
        for (old, new) in pairs.sorted(by: { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }) where text.contains(old) {
            text = text.replacing(old, with: new)
        }
        return text
    }

    /// A UUID, or a path or URL: no times, amounts or words.
    static func isIdentifier(_ text: String) -> Bool { isUUID(text) || text.hasPrefix("/") || text.hasPrefix("http") }

    static func isUUID(_ text: String) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { (48...57).contains($0) || (97...102).contains($0) || (65...70).contains($0) }
    }

    /// UUIDs in a tree, in order of appearance.
    static func identifiers(in node: Node) -> [String] {
        switch node.value {
        case .string(let text): isUUID(text) ? [text] : []
        case .array(let elements): elements.flatMap(identifiers)
        case .object(let members): members.flatMap { identifiers(in: $0.value) }
        case .null, .bool, .number: []
        }
    }
}
