package import Documents
import HTTPTypes
package import ServerKit

/// Reads the members of a JSON object strictly: what is missing, of another kind or not known is refused with its JSON Pointer.
///
/// Ask for members first, then `finish()`, which refuses those that nobody asked for.
package struct ObjectReader {
    private let node: Node
    private let pointer: JSONPointer
    private var known: Set<String> = []

    /// Throws 400 `invalid-member` when the node is not an object.
    package init(_ node: Node, at pointer: JSONPointer = JSONPointer([])) throws(Problem) {
        guard node.members != nil else { throw .invalidMember(pointer, "expected an object, got \(node.kindName)") }
        self.node = node
        self.pointer = pointer
    }

    /// Reads a request's body; throws 415 unless it is JSON by its type, 400 `malformed-json` with line and column when it cannot be read.
    package init(body request: ServerRequest) throws(Problem) {
        let type = request.fields[.contentType]?.split(separator: ";").first?.trimmingPrefix { $0 == " " }
        guard type?.lowercased() == "application/json" else { throw .notJSON }
        let node: Node
        do {
            node = try JSONReader.read(request.body, limits: .request)
        } catch {
            throw .malformedJSON(error.description)
        }
        try self.init(node)
    }

    /// The member of that name; nil when it is absent.
    package mutating func value(_ name: String) -> Node? {
        known.insert(name)
        return node[name]
    }

    /// The member of that name; throws 400 when it is absent.
    package mutating func required(_ name: String) throws(Problem) -> Node {
        guard let value = value(name) else { throw .invalidMember(pointer.appending(name), "the member is required") }
        return value
    }

    /// A text of 1 to `limit` characters without control characters.
    package mutating func text(_ name: String, limit: Int = 256) throws(Problem) -> String {
        try Self.text(required(name), at: pointer.appending(name), limit: limit)
    }

    /// A text as in `text`, nil when the member is absent.
    package mutating func optionalText(_ name: String, limit: Int = 256) throws(Problem) -> String? {
        guard let value = value(name) else { return nil }
        return try Self.text(value, at: pointer.appending(name), limit: limit)
    }

    /// One of a closed set of words.
    package mutating func word(_ name: String, of words: [String]) throws(Problem) -> String {
        let value = try required(name)
        guard let text = value.string, words.contains(text) else {
            throw .invalidMember(pointer.appending(name), "expected one of \(words.joined(separator: ", "))")
        }
        return text
    }

    /// A whole number within a range, inclusive.
    package mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int {
        let value = try required(name)
        guard let integer = value.integer, range.contains(integer) else {
            throw .invalidMember(pointer.appending(name), "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    /// True or false.
    package mutating func flag(_ name: String) throws(Problem) -> Bool {
        let value = try required(name)
        guard let flag = value.bool else { throw .invalidMember(pointer.appending(name), "expected true or false, got \(value.kindName)") }
        return flag
    }

    /// The reader of an object inside this one.
    package mutating func object(_ name: String) throws(Problem) -> ObjectReader {
        try ObjectReader(required(name), at: pointer.appending(name))
    }

    /// The pointer of a member, for refusals of the caller's own.
    package func pointer(to name: String) -> JSONPointer { pointer.appending(name) }

    /// Throws 400 `unknown-member` for the first member that nobody asked for.
    package func finish() throws(Problem) {
        for member in node.members ?? [] where !known.contains(member.key) {
            throw .unknownMember(pointer.appending(member.key))
        }
    }

    private static func text(_ value: Node, at pointer: JSONPointer, limit: Int) throws(Problem) -> String {
        guard let text = value.string else { throw .invalidMember(pointer, "expected a text, got \(value.kindName)") }
        let scalars = text.unicodeScalars
        guard (1...limit).contains(scalars.count), scalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }) else {
            throw .invalidMember(pointer, "expected 1 to \(limit) characters, none of them a control character")
        }
        return text
    }
}
