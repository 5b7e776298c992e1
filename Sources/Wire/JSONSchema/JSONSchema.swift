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
        var program = try compiler.program(for: document, baseURI: baseURI ?? "")
        program.flat = FlatCompiler.flat(program)
        self.program = program
    }

    /// What in the document breaks the schema, empty when it is valid; at most `limit` (at least 1) of them.
    package func violations(of document: JSONTape, limit: Int = 100) -> [Violation] {
        violations(of: document, places: InstancePlaces(), limit: limit)
    }

    /// What in a document that is still text breaks the schema, empty when it is valid; at most `limit` (at least 1) of them.
    ///
    /// The elements of long arrays are asked about while the text is being read, where the schema asks nothing of them together, and those
    /// that are right leave no trace: so such arrays need no memory but that of their text. What is found is the same either way.
    /// - Throws: `DocumentError` for what is no JSON text or is beyond the limits.
    package func violations(
        in text: [UInt8], limits: DocumentLimits = .standard, limit: Int = 100
    ) throws(DocumentError) -> [Violation] {
        var tape = JSONTape()
        try tape.read(text, limits: limits, watch: program.flat.map { ArrayWatch($0, limit: max(limit, 1)) })
        return violations(of: tape, limit: limit)
    }

    private func violations(of document: JSONTape, places: @autoclosure () -> InstancePlaces, limit: Int) -> [Violation] {
        var failures: [Int]?
        if let flat = program.flat {
            var noted: [Int] = []
            Checker(flat, document).noteFailures(flat.tables.root, 0, in: &noted)
            if noted.isEmpty { return [] }
            failures = noted
        }
        var evaluation = Evaluation(program, document, places: places(), failures: failures, limit: max(limit, 1))
        return evaluation.violations()
    }

    /// The program laid out flat, where it could be: for tests.
    var flat: FlatSchema? { program.flat }

    /// The violations found without the quick way, which must be the same: for tests.
    func walkedViolations(of document: JSONTape, limit: Int = 100) -> [Violation] {
        var evaluation = Evaluation(program, document, places: InstancePlaces(), failures: nil, limit: max(limit, 1))
        return evaluation.violations()
    }

    /// Whether the document is valid; stops at the first keyword that is not satisfied.
    package func accepts(_ document: JSONTape) -> Bool {
        if let flat = program.flat { return Checker(flat, document).accepts(flat.tables.root, 0) }
        var evaluation = Evaluation(program, document, places: InstancePlaces(), failures: nil, limit: 0)
        return evaluation.accepts()
    }

    /// What in the instance breaks the schema, empty when it is valid; at most `limit` (at least 1) of them.
    package func violations(of instance: Node, limit: Int = 100) -> [Violation] {
        violations(of: JSONTape(instance), places: InstancePlaces(of: instance), limit: limit)
    }

    /// Whether the instance is valid; stops at the first keyword that is not satisfied.
    package func accepts(_ instance: Node) -> Bool {
        accepts(JSONTape(instance))
    }
}
