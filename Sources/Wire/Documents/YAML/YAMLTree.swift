internal import Yams

/// Turns the parser's nodes into ours, with places, and refuses what has no JSON meaning.
struct YAMLTree {
    let lines: LineTable
    let maximumDepth: Int

    func node(_ source: Yams.Node, depth: Int) throws(DocumentError) -> Node {
        let place = place(of: source)
        switch source {
        case .scalar(let scalar):
            return Node(try content(scalar, at: place), at: place)
        case .sequence(let sequence):
            try enter(sequence.tag, depth, at: place)
            var elements: [Node] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try node(element, depth: depth + 1)) }
            return Node(.array(elements), at: place)
        case .mapping(let mapping):
            try enter(mapping.tag, depth, at: place)
            return Node(.object(try members(mapping, depth: depth)), at: place)
        case .alias:
            // The parser replaces aliases by what they stand for.
            throw .unsupportedYAML("an alias that stands for a node", "one that does not", at: place)
        }
    }

    private func enter(_ tag: Yams.Tag, _ depth: Int, at place: Place) throws(DocumentError) {
        guard tag.description.isEmpty else { throw .unsupportedYAML("values without a tag", "`\(tag)`", at: place) }
        guard depth < maximumDepth else { throw .tooDeep(limit: maximumDepth, at: place) }
    }

    private func content(_ scalar: Yams.Node.Scalar, at place: Place) throws(DocumentError) -> Node.Content {
        let tag = scalar.tag.description
        let isPlain = scalar.style == .plain || scalar.style == .any
        // The parser gives every quoted scalar the tag of strings.
        guard tag.isEmpty || !isPlain && tag == Yams.Tag.Name.str.rawValue else {
            throw .unsupportedYAML("values without a tag", "`\(tag)`", at: place)
        }
        return isPlain ? try CoreSchema.content(of: scalar.string, at: place) : .string(scalar.string)
    }

    private func members(_ mapping: Yams.Node.Mapping, depth: Int) throws(DocumentError) -> [Node.Member] {
        var members: [Node.Member] = []
        members.reserveCapacity(mapping.count)
        var names = NameSet()
        for (key, value) in mapping {
            let keyPlace = place(of: key)
            guard case .scalar(let scalar) = key else {
                throw .unsupportedYAML("a key that is a scalar", "a sequence or mapping as key", at: keyPlace)
            }
            let isPlain = scalar.style == .plain
            if isPlain, scalar.string == "<<" { throw .unsupportedYAML("every member written out", "the merge key `<<`", at: keyPlace) }
            // Comparing keys makes the parser give untagged ones the tag of strings.
            let tag = scalar.tag.description
            guard tag.isEmpty || tag == Yams.Tag.Name.str.rawValue else {
                throw .unsupportedYAML("keys without a tag", "`\(tag)`", at: keyPlace)
            }
            guard names.insert(scalar.string, among: members) else { throw .duplicateKey(scalar.string, at: keyPlace) }
            members.append(Node.Member(key: scalar.string, keyPlace: keyPlace, value: try node(value, depth: depth + 1)))
        }
        return members
    }

    private func place(of node: Yams.Node) -> Place { node.mark.map { lines.place($0.line, $0.column) } ?? .none }
}
