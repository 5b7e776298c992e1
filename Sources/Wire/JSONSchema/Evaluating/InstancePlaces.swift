import Documents

/// Where the entries of a tape stand in the text people see.
struct InstancePlaces {
    /// The places of the tree the tape was made from, in the tape's order; nil when the tape was read from the text itself.
    private let places: [Place]?
    private var finder = PlaceFinder()

    /// Of a tape that was read from the text.
    init() { places = nil }

    /// Of a tape that was made from a tree.
    init(of tree: Node) {
        var places: [Place] = []
        Self.collect(tree, into: &places)
        self.places = places
    }

    mutating func place(of entry: Int, _ tape: JSONTape) -> Place {
        if let places { return places[entry] }
        let offset = Int(tape.entries[entry].offset)
        return finder.place(at: tape.entries[entry].isText ? offset - 1 : offset, in: tape.bytes)
    }

    private static func collect(_ node: Node, into places: inout [Place]) {
        places.append(node.place)
        switch node.value {
        case .array(let elements): for element in elements { collect(element, into: &places) }
        case .object(let members):
            for member in members {
                places.append(member.keyPlace)
                collect(member.value, into: &places)
            }
        case .null, .bool, .number, .string: break
        }
    }
}
