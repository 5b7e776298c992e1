package import Documents

/// A compiled JSON Schema of draft 2020-12.
///
/// Compiled once, it can be asked from any thread. Cost of asking is linear in the instance for schemas without alternatives,
/// and never depends on a pattern's shape.
package struct JSONSchema: Sendable {
    private let program: SchemaProgram

    /// Compiles `document`.
    ///
    /// `baseURI` is where the document was found: relative references resolve against it. `resolving` maps absolute URIs (without
    /// fragment) to the documents there; nothing is ever fetched, but the draft's own metaschemas are always known. Without
    /// `assertsFormat` the keyword `format` is an annotation, unless the metaschema demands the format-assertion vocabulary.
    /// Throws `SchemaError` for malformed keywords, references to nothing or without end, and foreign dialects.
    package init(
        _ document: Node, baseURI: String? = nil, resolving: [String: Node] = [:], assertsFormat: Bool = true
    ) throws(SchemaError) {
        var compiler = SchemaCompiler(available: resolving, assertsFormat: assertsFormat)
        program = try compiler.program(for: document, baseURI: baseURI ?? "")
    }

    /// What in the instance breaks the schema, empty when it is valid; at most `limit` (at least 1) of them.
    package func violations(of instance: Node, limit: Int = 100) -> [Violation] {
        var evaluation = Evaluation(program, limit: max(limit, 1))
        return evaluation.violations(of: instance)
    }

    /// Whether the instance is valid; stops at the first keyword that is not satisfied.
    package func accepts(_ instance: Node) -> Bool {
        var evaluation = Evaluation(program, limit: 0)
        return evaluation.accepts(instance)
    }
}
