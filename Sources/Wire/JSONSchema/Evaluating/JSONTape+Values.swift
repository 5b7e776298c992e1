import Documents

extension JSONTape.Entry {
    /// A string, or a name where it is asked as one.
    var isText: Bool { kind == JSONTape.Kind.string || kind == JSONTape.Kind.name }

    /// The JSON type's name.
    var kindName: String {
        switch kind {
        case JSONTape.Kind.null: "null"
        case JSONTape.Kind.false, JSONTape.Kind.true: "boolean"
        case JSONTape.Kind.number: "number"
        case JSONTape.Kind.array: "array"
        case JSONTape.Kind.object: "object"
        default: "string"
        }
    }
}

extension JSONTape {
    /// The entries of an array's elements.
    func elements(of array: Int) -> [Int] {
        var elements: [Int] = []
        elements.reserveCapacity(Int(entries[array].length))
        var index = array + 1
        let end = Int(entries[array].next)
        while index < end {
            elements.append(index)
            index = Int(entries[index].next)
        }
        return elements
    }

    /// The entries of an object's names; each value's is the one behind.
    func members(of object: Int) -> [Int] {
        var members: [Int] = []
        members.reserveCapacity(Int(entries[object].length))
        var index = object + 1
        let end = Int(entries[object].next)
        while index < end {
            members.append(index)
            index = Int(entries[index + 1].next)
        }
        return members
    }

    /// Whether an object has a member of that name.
    func hasMember(_ name: String, _ object: Int) -> Bool {
        members(of: object).contains { content(at: $0).elementsEqual(name.utf8) }
    }

    /// As `Node.excerpt`, without making a tree of what is only counted.
    func excerpt(at index: Int) -> String {
        let entry = entries[index]
        switch entry.kind {
        case Kind.array where entry.length > 20: return "an array of \(entry.length) elements"
        case Kind.object where entry.length > 20: return "an object of \(entry.length) members"
        default: return node(at: index).excerpt
        }
    }
}
