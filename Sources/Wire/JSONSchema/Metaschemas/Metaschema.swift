import Documents

/// The metaschemas of draft 2020-12, so that schemas may refer to them without the network.
enum Metaschema {
    static let uri = "https://json-schema.org/draft/2020-12/schema"

    /// The metaschema with that URI (no fragment), nil when it is not one of the draft's.
    static func document(_ uri: String) -> Node? { documents[uri] }

    private static let documents: [String: Node] = {
        var documents: [String: Node] = [:]
        for text in [schema, core, applicator, unevaluated, validation, formatAnnotation, formatAssertion, content, metadata] {
            // A test reads each of them and looks it up by its `$id`.
            if let node = try? JSONReader.read(Array(text.utf8)), let id = node["$id"]?.string { documents[id] = node }
        }
        return documents
    }()
}
