import Documents

extension SchemaCompiler {
    /// The keywords of a schema object in the order they are asked: cheap ones first, `unevaluated…` last.
    mutating func keywords(of source: inout SchemaSource) throws(SchemaError) -> [Keyword] {
        let vocabularies = registry.resources[source.resource].vocabularies
        var keywords: [Keyword] = []
        if vocabularies.contains(.validation) {
            keywords += try generalAssertions(source)
            keywords += try scalarAssertions(source)
            keywords += try containerAssertions(source)
        }
        if assertsFormat || vocabularies.contains(.formatAssertion), let format = source.node["format"] {
            guard let name = format.string else { throw .keyword("format", expected: "a string", found: format, source.pointer) }
            if let known = Format(rawValue: name) { keywords.append(.format(known)) }
        }
        keywords += try references(source)
        if vocabularies.contains(.applicator) {
            keywords += try propertyApplicators(source)
            keywords += try itemApplicators(source, withCounts: vocabularies.contains(.validation))
            keywords += try logicalApplicators(source)
        }
        if vocabularies.contains(.unevaluated) {
            if let schema = try schema("unevaluatedItems", source) { keywords.append(.unevaluatedItems(schema)) }
            if let schema = try schema("unevaluatedProperties", source) { keywords.append(.unevaluatedProperties(schema)) }
            if source.node["unevaluatedItems"] != nil || source.node["unevaluatedProperties"] != nil { program.tracksEvaluation = true }
        }
        return keywords
    }

    private mutating func references(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        if let reference = source.node["$ref"] { keywords.append(.reference(try target(of: reference, "$ref", in: source).index)) }
        if let reference = source.node["$dynamicRef"] {
            let target = try target(of: reference, "$dynamicRef", in: source)
            if let anchor = target.anchor {
                noteDynamicReference(to: anchor)
                keywords.append(.dynamicReference(initial: target.index, anchor: anchor))
            } else {
                keywords.append(.reference(target.index))
            }
        }
        return keywords
    }

    private mutating func propertyApplicators(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        var named: [ExactString: Int] = [:]
        for (name, schema) in try schemas("properties", source) { named[ExactString(name)] = schema }
        var patterns: [(expression: RegularExpression, schema: Int)] = []
        for (pattern, schema) in try schemas("patternProperties", source) {
            patterns.append(
                (try expression(pattern, source.pointer.appending("patternProperties").appending(pattern), source.node.place), schema))
        }
        let additional = try schema("additionalProperties", source)
        if !named.isEmpty || !patterns.isEmpty || additional != nil {
            keywords.append(.properties(Keyword.PropertyRules(named: named, patterns: patterns, additional: additional)))
        }
        if let schema = try schema("propertyNames", source) { keywords.append(.propertyNames(schema)) }
        let dependent = try schemas("dependentSchemas", source)
        if !dependent.isEmpty { keywords.append(.dependentSchemas(dependent, keyword: "dependentSchemas")) }
        keywords += try dependencies(source)
        return keywords
    }

    /// `dependencies` of older drafts, which draft 2020-12 split in two and keeps for compatibility (core appendix, validation §10).
    private mutating func dependencies(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        guard let node = source.node["dependencies"] else { return [] }
        guard let members = node.members else { throw .keyword("dependencies", expected: "an object", found: node, source.pointer) }
        var required: [(name: String, required: [String])] = []
        var schemas: [(name: String, schema: Int)] = []
        for member in members {
            if member.value.array != nil {
                required.append((member.key, try names(member.value, "dependencies", source)))
            } else {
                schemas.append(
                    (member.key, subschema(document: source.document, source.pointer.appending("dependencies").appending(member.key))))
            }
        }
        return (required.isEmpty ? [] : [.dependentRequired(required)])
            + (schemas.isEmpty ? [] : [.dependentSchemas(schemas, keyword: "dependencies")])
    }

    private mutating func itemApplicators(_ source: SchemaSource, withCounts: Bool) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        let prefix = try list("prefixItems", source)
        let rest = try schema("items", source)
        if !prefix.isEmpty || rest != nil { keywords.append(.items(Keyword.ItemRules(prefix: prefix, rest: rest))) }
        if let schema = try schema("contains", source) {
            let least = withCounts ? try count("minContains", source) : nil
            let most = withCounts ? try count("maxContains", source) : nil
            keywords.append(.contains(Keyword.ContainsRule(schema: schema, least: least ?? 1, most: most)))
        }
        return keywords
    }

    private mutating func logicalApplicators(_ source: SchemaSource) throws(SchemaError) -> [Keyword] {
        var keywords: [Keyword] = []
        if source.node["allOf"] != nil { keywords.append(.all(try list("allOf", source))) }
        if source.node["anyOf"] != nil { keywords.append(.any(try list("anyOf", source))) }
        if source.node["oneOf"] != nil { keywords.append(.one(try list("oneOf", source))) }
        if let schema = try schema("not", source) { keywords.append(.not(schema)) }
        if let condition = try schema("if", source) {
            keywords.append(.conditional(condition: condition, then: try schema("then", source), otherwise: try schema("else", source)))
        }
        return keywords
    }

    private mutating func schema(_ name: String, _ source: SchemaSource) throws(SchemaError) -> Int? {
        guard let node = source.node[name] else { return nil }
        guard node.members != nil || node.bool != nil else { throw .keyword(name, expected: "a schema", found: node, source.pointer) }
        return subschema(document: source.document, source.pointer.appending(name))
    }

    private mutating func list(_ name: String, _ source: SchemaSource) throws(SchemaError) -> [Int] {
        guard let node = source.node[name] else { return [] }
        guard let elements = node.array, !elements.isEmpty else {
            throw .keyword(name, expected: "an array of at least one schema", found: node, source.pointer)
        }
        let pointer = source.pointer.appending(name)
        return elements.indices.map { subschema(document: source.document, pointer.appending($0)) }
    }

    private mutating func schemas(_ name: String, _ source: SchemaSource) throws(SchemaError) -> [(name: String, schema: Int)] {
        guard let node = source.node[name] else { return [] }
        guard let members = node.members else { throw .keyword(name, expected: "an object of schemas", found: node, source.pointer) }
        let pointer = source.pointer.appending(name)
        return members.map { ($0.key, subschema(document: source.document, pointer.appending($0.key))) }
    }
}
