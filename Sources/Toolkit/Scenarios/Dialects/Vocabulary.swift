import Contracts
import Documents

/// Names of members in some bodies, in both languages; they hold at every depth.
struct Vocabulary: Sendable, Hashable {
    /// Which bodies.
    enum Selector: Sendable, Hashable {
        /// Those for which a contract demands this schema, by the file's name without `.schema.json`.
        case schema(String)
        /// Those of interactions whose full id fits, with `*` for any run of characters.
        case interactions(String)
        /// Those of requests to a target of the contracts, and their answers.
        case target(method: String?, PathPattern)
    }

    /// Which half of an exchange.
    enum Side: String, Sendable, CaseIterable {
        case request, answer
    }

    let selector: Selector
    /// Nil: both.
    let side: Side?
    /// On the wire by that of the contracts.
    let members: [String: String]

    /// A body, as selectors see it.
    struct Subject: Sendable {
        let side: Side
        let interactionID: String
        let schemas: Set<String>
        /// Nil for what an inbox received.
        let target: (method: String, RequestTarget)?
    }

    func applies(to subject: Subject) -> Bool {
        if let side, side != subject.side { return false }
        switch selector {
        case .schema(let name): return subject.schemas.contains(name)
        case .interactions(let pattern): return Glob.matches(pattern, subject.interactionID)
        case .target(let method, let pattern):
            guard let target = subject.target else { return false }
            return (method == nil || method == target.method) && pattern.match(target.1) != nil
        }
    }
}

/// The members and values that hold for one body.
struct Glossary: Sendable {
    /// On the wire by that of the contracts.
    private let wire: [String: String]
    private let contract: [String: String]
    private let values: [String: ValueWords]

    init(members: [String: String], values: [String: ValueWords]) {
        wire = members
        // Two names of different vocabularies may be one on the wire; the one that comes first in the alphabet is heard.
        contract = Dictionary(members.sorted { $0.key < $1.key }.map { ($0.value, $0.key) }) { first, _ in first }
        self.values = values
    }

    /// Nothing is said otherwise.
    var isEmpty: Bool { wire.isEmpty && values.isEmpty }

    /// The document as the subject wants it.
    func spoken(_ node: Node) -> Node {
        renamed(node) { member, _ in (wire[member] ?? member, values[member]?.wire) }
    }

    /// The document as the contracts have it; places stay. A member that has a contract's name though the dialect has another for it
    /// keeps the name only where that other one is not there.
    func heard(_ node: Node) -> Node {
        renamed(node) { member, object in
            if let name = contract[member] { return (name, values[name]?.contract) }
            if let other = wire[member], object.member(other) != nil { return ("wire:\(member)", nil) }
            return (member, values[member]?.contract)
        }
    }

    private func renamed(_ node: Node, _ rename: (String, Node) -> (name: String, values: [String: String]?)) -> Node {
        switch node.value {
        case .null, .bool, .number, .string: return node
        case .array(let elements): return Node(.array(elements.map { renamed($0, rename) }), at: node.place)
        case .object(let members):
            var names: Set<String> = []
            var result: [Node.Member] = []
            for member in members {
                let (name, words) = rename(member.key, node)
                // A renamed member and one that already had the name: the first stays, keys are unique.
                guard names.insert(name).inserted else { continue }
                let value = renamed(member.value, rename)
                result.append(
                    Node.Member(key: name, keyPlace: member.keyPlace, value: words.map { Self.replaced(value, $0) } ?? value))
            }
            return Node(.object(result), at: node.place)
        }
    }

    /// A text, or each text of a list, in the other language.
    private static func replaced(_ node: Node, _ words: [String: String]) -> Node {
        switch node.value {
        case .string(let text): Node(.string(words[text] ?? text), at: node.place)
        case .array(let elements): Node(.array(elements.map { replaced($0, words) }), at: node.place)
        case .null, .bool, .number, .object: node
        }
    }
}
