import Documents

extension SchemaCompiler {
    /// `type`, `enum`, `const` (validation §6.1).
    func generalAssertions(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        if let node = source.node["type"] { keywords.append(.types(try types(node, source))) }
        if let node = source.node["const"] { keywords.append(.constant(node)) }
        if let node = source.node["enum"] {
            guard let values = node.array else { throw .keyword("enum", expected: "an array", found: node, source.pointer) }
            keywords.append(.enumeration(values, words: "one of " + node.excerpt))
        }
        return keywords
    }

    private func types(_ node: Node, _ source: SchemaSource) throws(SchemaError) -> TypeSet {
        var set: TypeSet = []
        for name in node.array ?? [node] {
            guard let type = TypeSet.names.first(where: { $0.name == name.string })?.type else {
                throw .keyword(
                    "type", expected: "one or more of \(TypeSet.names.map(\.name).joined(separator: ", "))", found: node, source.pointer)
            }
            set.formUnion(type)
        }
        return set
    }

    /// Numbers (§6.2) and strings (§6.3).
    func scalarAssertions(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        for bound in [Keyword.Bound.minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum] {
            guard let node = source.node[bound.rawValue] else { continue }
            guard let number = node.number else { throw .keyword(bound.rawValue, expected: "a number", found: node, source.pointer) }
            keywords.append(.bound(bound, number))
        }
        if let node = source.node["multipleOf"] {
            guard let number = node.number, number > Number(0) else {
                throw .keyword("multipleOf", expected: "a number above 0", found: node, source.pointer)
            }
            keywords.append(.multipleOf(number))
        }
        if let count = try count("minLength", source) { keywords.append(.length(.least, count)) }
        if let count = try count("maxLength", source) { keywords.append(.length(.most, count)) }
        if let node = source.node["pattern"] {
            guard let text = node.string else { throw .keyword("pattern", expected: "a string", found: node, source.pointer) }
            keywords.append(.pattern(try expression(text, source.pointer.appending("pattern"), node.place)))
        }
        return keywords
    }

    /// Arrays (§6.4) and objects (§6.5).
    func containerAssertions(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        if let count = try count("minItems", source) { keywords.append(.itemCount(.least, count)) }
        if let count = try count("maxItems", source) { keywords.append(.itemCount(.most, count)) }
        if let node = source.node["uniqueItems"] {
            guard let flag = node.bool else { throw .keyword("uniqueItems", expected: "a boolean", found: node, source.pointer) }
            if flag { keywords.append(.uniqueItems) }
        }
        if let count = try count("minProperties", source) { keywords.append(.propertyCount(.least, count)) }
        if let count = try count("maxProperties", source) { keywords.append(.propertyCount(.most, count)) }
        if let node = source.node["required"] { keywords.append(.required(try names(node, "required", source))) }
        if let node = source.node["dependentRequired"] {
            guard let members = node.members else {
                throw .keyword("dependentRequired", expected: "an object", found: node, source.pointer)
            }
            var rules: [(name: String, required: [String])] = []
            for member in members { rules.append((member.key, try names(member.value, "dependentRequired", source))) }
            keywords.append(.dependentRequired(rules))
        }
        return keywords
    }

    /// A non-negative whole number, which may be written as `2.0`.
    func count(_ name: String, _ source: SchemaSource) throws(SchemaError) -> Int? {
        guard let node = source.node[name] else { return nil }
        guard let number = node.number, number.isWhole, number >= Number(0) else {
            throw .keyword(name, expected: "a whole number of at least 0", found: node, source.pointer)
        }
        return number.integer ?? Int.max
    }

    func names(_ node: Node, _ keyword: String, _ source: SchemaSource) throws(SchemaError) -> [String] {
        guard let elements = node.array else { throw .keyword(keyword, expected: "an array of names", found: node, source.pointer) }
        var names: [String] = []
        for element in elements {
            guard let name = element.string else { throw .keyword(keyword, expected: "an array of names", found: node, source.pointer) }
            names.append(name)
        }
        return names
    }

    func expression(_ pattern: String, _ pointer: JSONPointer, _ place: Place) throws(SchemaError) -> RegularExpression {
        do {
            return try RegularExpression(ecmaScript: pattern)
        } catch {
            throw .pattern(error, pointer, at: place)
        }
    }
}
