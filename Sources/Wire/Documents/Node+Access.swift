extension Node {
    /// The value of a member, nil for other kinds and unknown keys. Linear in the number of members.
    package subscript(key: String) -> Node? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.key.isIdentical(to: key) }?.value
    }

    /// The element at a 0-based index, nil for other kinds and outside the array.
    package subscript(index: Int) -> Node? {
        guard case .array(let elements) = value, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string, nil for other kinds.
    package var string: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// The number with its exact text, nil for other kinds.
    package var number: Number? {
        guard case .number(let number) = value else { return nil }
        return number
    }

    /// A whole number within `Int`, nil for everything else.
    package var integer: Int? { number?.integer }

    /// The nearest double of a number, nil for other kinds.
    package var double: Double? { number?.double }

    /// Nil for other kinds.
    package var bool: Bool? {
        guard case .bool(let flag) = value else { return nil }
        return flag
    }

    /// The elements of an array, nil for other kinds.
    package var array: [Node]? {
        guard case .array(let elements) = value else { return nil }
        return elements
    }

    /// The members of an object in the order written, nil for other kinds.
    package var members: [Member]? {
        guard case .object(let members) = value else { return nil }
        return members
    }

    /// True for JSON null only; an absent member is nil.
    package var isNull: Bool {
        if case .null = value { return true }
        return false
    }

    /// The JSON type's name: `null`, `boolean`, `number`, `string`, `array` or `object`.
    package var kindName: String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// The member with that key, with the place of the key; nil for other kinds and unknown keys.
    package func member(_ key: String) -> Member? { members?.first { $0.key.isIdentical(to: key) } }

    /// The object with one member replaced where it stands, or appended; an object of one member when this is none.
    package func setting(_ key: String, _ value: Node) -> Node {
        var members = self.members ?? []
        if let position = members.firstIndex(where: { $0.key.isIdentical(to: key) }) {
            members[position] = Member(key: key, keyPlace: members[position].keyPlace, value: value)
        } else {
            members.append(Member(key: key, value: value))
        }
        return Node(.object(members), at: place)
    }

    /// The object without one member; the node itself when it has no such member.
    package func removing(_ key: String) -> Node {
        guard let members, self[key] != nil else { return self }
        return Node(.object(members.filter { !$0.key.isIdentical(to: key) }), at: place)
    }
}
