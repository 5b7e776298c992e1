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
    /// The entry behind a value, or behind a name.
    func end(of index: Int) -> Int { entries[index].kind == Kind.name ? index + 1 : Int(entries[index].next) }

    /// The entries of an array's elements.
    func elements(of array: Int) -> [Int] {
        var elements: [Int] = []
        var index = array + 1
        let end = Int(entries[array].next)
        elements.reserveCapacity(min(Int(entries[array].length), end - index))
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
        var index = object + 1
        let end = Int(entries[object].next)
        let length = name.utf8.count
        while index < end {
            let entry = entries[index]
            if Int(entry.length) == length || entry.has(Traits.escaped), content(at: index).elementsEqual(name.utf8) { return true }
            index = Int(entries[index + 1].next)
        }
        return false
    }

    /// As `Node.excerpt`, without making a tree of what is only counted.
    func excerpt(at index: Int) -> String {
        let entry = entries[index]
        switch entry.kind {
        case Kind.array where entry.length > 20: return "an array of \(entry.length) elements"
        case Kind.object where entry.length > 20: return "an object of \(entry.length) members"
        case Kind.string where entry.length <= 78 && !entry.has(Traits.escaped | Traits.wide), Kind.number where entry.length <= 80:
            // As it is written.
            let quote = entry.kind == Kind.string ? 1 : 0
            let start = Int(entry.offset) - quote
            return String(decoding: bytes[start..<start + Int(entry.length) + 2 * quote], as: UTF8.self)
        default: return node(at: index).excerpt
        }
    }
}
