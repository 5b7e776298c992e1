import Documents

/// The schema resources of all documents in play, by absolute URI, with their anchors (core §8.2).
struct SchemaRegistry {
    /// A schema with an identifier of its own: a document's root or a subschema with `$id`.
    struct Resource {
        let uri: String
        let document: Int
        /// Where its root stands in the document.
        let pointer: JSONPointer
        /// Names of `$anchor` and `$dynamicAnchor` with their place in the document.
        var anchors: [String: JSONPointer] = [:]
        var dynamicAnchors: [String: JSONPointer] = [:]
        let vocabularies: Vocabularies
    }

    private(set) var documents: [Node] = []
    private(set) var resources: [Resource] = []
    private var resourceOfURI: [String: Int] = [:]
    /// Per document, resources by their pointer.
    private var resourceOfPointer: [[JSONPointer: Int]] = []
    private let available: [String: Node]

    init(available: [String: Node]) {
        var available: [String: Node] = available
        for (uri, node) in Array(available) where uri.hasSuffix("#") { available[String(uri.dropLast())] = node }
        self.available = available
    }

    /// Takes a document in under the URI it was found at and returns its number.
    mutating func add(_ document: Node, uri: String) throws(SchemaError) -> Int {
        let number = documents.count
        documents.append(document)
        resourceOfPointer.append([:])
        try visit(document, JSONPointer(), document: number, resource: nil, base: URIReference(uri))
        return number
    }

    /// The resource a URI without fragment names, taking in a document that is available under it.
    mutating func resource(_ uri: String) throws(SchemaError) -> Int? {
        if let known = resourceOfURI[uri] { return known }
        guard let document = available[uri] ?? Metaschema.document(uri) else { return nil }
        let number = try add(document, uri: uri)
        // A document is also known by the URI it was found at, whatever `$id` says.
        if resourceOfURI[uri] == nil { resourceOfURI[uri] = resourceOfPointer[number][JSONPointer()] }
        return resourceOfURI[uri]
    }

    /// The innermost resource around a place in a document.
    func resource(around pointer: JSONPointer, document: Int) -> Int {
        var tokens = pointer.tokens
        while true {
            if let resource = resourceOfPointer[document][JSONPointer(tokens)] { return resource }
            if tokens.popLast() == nil { return 0 }
        }
    }

    private mutating func visit(
        _ node: Node, _ pointer: JSONPointer, document: Int, resource outer: Int?, base: URIReference
    ) throws(SchemaError) {
        var base = base
        var resource = outer
        if let id = node["$id"] {
            guard let text = id.string, URIReference(text).fragment.map(\.isEmpty) ?? true else {
                throw .keyword("$id", expected: "a URI reference without fragment", found: id, pointer)
            }
            base = URIReference(URIReference(text).resolved(against: base).withoutFragment)
        }
        if outer == nil || node["$id"] != nil {
            resource = try register(node, base.withoutFragment, pointer, document, outer)
        }
        guard let resource, let members = node.members else { return }
        for name in ["$anchor", "$dynamicAnchor"] {
            guard let anchor = node[name] else { continue }
            guard let text = anchor.string, Self.isAnchorName(text) else {
                throw .keyword(name, expected: "a name of letters, digits, `-`, `_` and `.`", found: anchor, pointer)
            }
            if let other = resources[resource].anchors[text], other != pointer { throw .duplicate(text, pointer, at: anchor.place) }
            resources[resource].anchors[text] = pointer
            if name == "$dynamicAnchor" { resources[resource].dynamicAnchors[text] = pointer }
        }
        for member in members {
            for (inner, path) in SchemaLayout.subschemas(of: member, at: pointer) {
                try visit(inner, path, document: document, resource: resource, base: base)
            }
        }
    }

    private mutating func register(
        _ node: Node, _ uri: String, _ pointer: JSONPointer, _ document: Int, _ outer: Int?
    ) throws(SchemaError) -> Int {
        if resourceOfURI[uri] != nil, outer != nil { throw .duplicate(uri, pointer, at: node.place) }
        let vocabularies = try vocabularies(of: node) ?? outer.map { resources[$0].vocabularies } ?? .standard
        let number = resources.count
        resources.append(Resource(uri: uri, document: document, pointer: pointer, vocabularies: vocabularies))
        resourceOfURI[uri] = number
        resourceOfPointer[document][pointer] = number
        return number
    }

    /// What `$schema` switches on; nil without it.
    private func vocabularies(of node: Node) throws(SchemaError) -> Vocabularies? {
        guard let keyword = node["$schema"] else { return nil }
        guard let text = keyword.string else { throw .keyword("$schema", expected: "a URI", found: keyword, JSONPointer()) }
        let uri = URIReference(text).withoutFragment
        if uri == Metaschema.uri { return .standard }
        guard let metaschema = available[uri] ?? Metaschema.document(uri) else { throw .dialect(text, at: keyword.place) }
        return try Vocabularies(metaschema: metaschema)
    }

    /// `^[A-Za-z_][-A-Za-z0-9._]*$` (core metaschema).
    private static func isAnchorName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first == "_" || first.isASCII && first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0)) }
    }
}
