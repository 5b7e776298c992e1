extension JSONTape {
    /// The document as a tree, each value with its place.
    package func node() -> Node {
        var builder = NodeBuilder(tape: self)
        return builder.next()
    }

    /// The value at an index as a tree, places left out; a name as a string.
    package func node(at index: Int) -> Node {
        var builder = NodeBuilder(tape: self, index: index, places: false)
        return builder.next()
    }
}

extension JSONTape {
    /// The tape of a document in memory, written without white space. Depth and size have no limit but that of 32-bit offsets.
    package init(_ tree: Node) {
        do {
            try self.init(tree.compactBytes(), limits: DocumentLimits(maximumBytes: .max, maximumDepth: .max))
        } catch {
            preconditionFailure("a tree can be written and read: \(error)")
        }
    }
}

/// Walks a tape once from an entry on; offsets ascend, so each place costs only the bytes since the one before.
private struct NodeBuilder {
    let tape: JSONTape
    var index = 0
    var places = true
    private var finder = PlaceFinder()

    init(tape: JSONTape, index: Int = 0, places: Bool = true) {
        self.tape = tape
        self.index = index
        self.places = places
    }

    mutating func next() -> Node {
        let entry = tape.entries[index]
        // A string's place is that of its quote.
        let place = place(at: entry.kind == JSONTape.Kind.string ? Int(entry.offset) - 1 : Int(entry.offset))
        index += 1
        switch entry.kind {
        case JSONTape.Kind.null: return Node(.null, at: place)
        case JSONTape.Kind.false: return Node(.bool(false), at: place)
        case JSONTape.Kind.true: return Node(.bool(true), at: place)
        case JSONTape.Kind.number: return Node(.number(Number(checked: tape.text(at: index - 1))), at: place)
        case JSONTape.Kind.string, JSONTape.Kind.name: return Node(.string(tape.text(at: index - 1)), at: place)
        case JSONTape.Kind.array:
            var elements: [Node] = []
            // Not by their number: those that were not kept are counted there too.
            while index < Int(entry.next) { elements.append(next()) }
            return Node(.array(elements), at: place)
        default:
            var members: [Node.Member] = []
            members.reserveCapacity(Int(entry.length))
            for _ in 0..<entry.length {
                let keyPlace = self.place(at: Int(tape.entries[index].offset) - 1)
                let key = tape.text(at: index)
                index += 1
                members.append(Node.Member(key: key, keyPlace: keyPlace, value: next()))
            }
            return Node(.object(members), at: place)
        }
    }

    private mutating func place(at offset: Int) -> Place { places ? finder.place(at: offset, in: tape.bytes) : .none }
}
