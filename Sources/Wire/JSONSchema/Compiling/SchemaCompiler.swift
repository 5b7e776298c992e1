import Documents

/// Turns schema documents into a program: each reachable subschema once, references resolved to indices.
struct SchemaCompiler {
    var registry: SchemaRegistry
    let assertsFormat: Bool
    var program = SchemaProgram()
    private var indexOfPlace: [Location: Int] = [:]
    /// Subschemas known but not yet compiled.
    private var pending: [(index: Int, location: Location)] = []
    /// Anchors that dynamic references ask for.
    private var dynamicNames: Set<String> = []

    private struct Location: Hashable {
        let document: Int
        let pointer: JSONPointer
    }

    init(available: [String: Node], assertsFormat: Bool) {
        registry = SchemaRegistry(available: available)
        self.assertsFormat = assertsFormat
    }

    mutating func program(for document: Node, baseURI: String) throws(SchemaError) -> SchemaProgram {
        let number = try registry.add(document, uri: URIReference(baseURI).withoutFragment)
        program.root = subschema(document: number, JSONPointer())
        repeat {
            while let next = pending.popLast() { try compile(next.index, next.location) }
            linkDynamicAnchors()
        } while !pending.isEmpty
        try EndlessReferences(program).check { index in (self.program.subschemas[index].pointer, self.placeOfSubschema(index)) }
        return program
    }

    /// The index of the subschema at a place, compiled now or later.
    mutating func subschema(document: Int, _ pointer: JSONPointer) -> Int {
        let location = Location(document: document, pointer: pointer)
        if let known = indexOfPlace[location] { return known }
        let index = program.subschemas.count
        program.subschemas.append(Subschema(pointer: pointer, resource: registry.resource(around: pointer, document: document)))
        indexOfPlace[location] = index
        pending.append((index, location))
        return index
    }

    private mutating func compile(_ index: Int, _ location: Location) throws(SchemaError) {
        guard let node = location.pointer.node(in: registry.documents[location.document]) else { return }
        switch node.value {
        case .bool(let accepts): program.subschemas[index].isNever = !accepts
        case .object:
            var source = SchemaSource(
                node: node, document: location.document, pointer: location.pointer, resource: program.subschemas[index].resource)
            let keywords = try keywords(of: &source)
            program.subschemas[index].keywords = keywords
        case .null, .number, .string, .array: throw .notASchema(node, location.pointer)
        }
    }

    /// Compiles the targets of all dynamic anchors that a dynamic reference may reach.
    private mutating func linkDynamicAnchors() {
        var anchors = [[String: Int]](repeating: [:], count: registry.resources.count)
        for (number, resource) in registry.resources.enumerated() {
            for name in dynamicNames.sorted() {
                guard let pointer = resource.dynamicAnchors[name] else { continue }
                anchors[number][name] = subschema(document: resource.document, pointer)
            }
        }
        program.dynamicAnchors = anchors
    }

    private func placeOfSubschema(_ index: Int) -> Place {
        let subschema = program.subschemas[index]
        return subschema.pointer.node(in: registry.documents[registry.resources[subschema.resource].document])?.place ?? .none
    }

    /// The subschema a reference names, and the dynamic anchor when that is what it named.
    mutating func target(of reference: Node, _ keyword: String, in source: SchemaSource) throws(SchemaError) -> (
        index: Int, anchor: String?
    ) {
        let pointer = source.pointer.appending(keyword)
        guard let text = reference.string else { throw .keyword(keyword, expected: "a URI reference", found: reference, source.pointer) }
        let uri = URIReference(text).resolved(against: URIReference(registry.resources[source.resource].uri))
        guard let number = try registry.resource(uri.withoutFragment), let fragment = uri.decodedFragment else {
            throw .unresolved(text, uri.text, pointer, at: reference.place)
        }
        let resource = registry.resources[number]
        if fragment.isEmpty { return (subschema(document: resource.document, resource.pointer), nil) }
        if !fragment.hasPrefix("/") {
            guard let place = resource.anchors[fragment] else { throw .unresolved(text, uri.text, pointer, at: reference.place) }
            return (subschema(document: resource.document, place), resource.dynamicAnchors[fragment] == nil ? nil : fragment)
        }
        guard let way = try? JSONPointer(parsing: fragment) else { throw .unresolved(text, uri.text, pointer, at: reference.place) }
        let place = JSONPointer(resource.pointer.tokens + way.tokens)
        guard let target = place.node(in: registry.documents[resource.document]) else {
            throw .unresolved(text, uri.text, pointer, at: reference.place)
        }
        guard target.members != nil || target.bool != nil else { throw .notASchema(target, place) }
        return (subschema(document: resource.document, place), nil)
    }

    mutating func noteDynamicReference(to anchor: String) { dynamicNames.insert(anchor) }
}

/// A schema object while it is being compiled.
struct SchemaSource {
    let node: Node
    let document: Int
    let pointer: JSONPointer
    let resource: Int
}
