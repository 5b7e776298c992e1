/// One value of a JSON or YAML document with everything below it, and where it stood.
///
/// Equality is by value: numbers compare mathematically, strings scalar by scalar, object members in any order; places do not count.
package struct Node: Sendable {
    /// What a node can be, the six types of RFC 8259 §3. (Not named `Value`: a dictionary literal claims that name.)
    package enum Content: Sendable {
        case null
        case bool(Bool)
        case number(Number)
        case string(String)
        case array([Node])
        /// In the order written, each key once.
        case object([Member])
    }

    /// A name and its value within an object.
    package struct Member: Sendable {
        package let key: String
        /// Where the key starts.
        package let keyPlace: Place
        package let value: Node

        /// Without a place the member was made in memory.
        package init(key: String, keyPlace: Place = .none, value: Node) {
            self.key = key
            self.keyPlace = keyPlace
            self.value = value
        }
    }

    /// What it is and holds.
    package let value: Content
    /// Where the value starts; a string's place is that of its quote.
    package let place: Place

    /// An object's keys must be distinct; `Node.object` sees to that.
    package init(_ value: Content, at place: Place = .none) {
        self.value = value
        self.place = place
    }
}

extension Node {
    /// JSON null without a place.
    package static let null = Node(.null)
    /// A boolean without a place.
    package static func bool(_ value: Bool) -> Node { Node(.bool(value)) }
    /// A number without a place.
    package static func number(_ value: Number) -> Node { Node(.number(value)) }
    /// A whole number without a place.
    package static func integer(_ value: Int) -> Node { Node(.number(Number(value))) }
    /// A text without a place.
    package static func string(_ value: String) -> Node { Node(.string(value)) }
    /// An array without a place.
    package static func array(_ elements: [Node]) -> Node { Node(.array(elements)) }

    /// An object with the members in the order given; of a repeated key the last value counts, at the first one's position.
    package static func object(_ members: [(String, Node)]) -> Node {
        var positions: [ExactString: Int] = [:]
        positions.reserveCapacity(members.count)
        var result: [Member] = []
        result.reserveCapacity(members.count)
        for (key, value) in members {
            if let position = positions[ExactString(key)] {
                result[position] = Member(key: key, value: value)
            } else {
                positions[ExactString(key)] = result.count
                result.append(Member(key: key, value: value))
            }
        }
        return Node(.object(result))
    }
}
