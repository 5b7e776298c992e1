import CLibXML2

/// Owns a compiled schema of libxml2 and the document that it was compiled from, to whose nodes it points.
///
/// Sendable because libxml2 does not change a schema once it is compiled: every validation has a context of its own.
@safe struct CompiledSchema: ~Copyable, @unchecked Sendable {
    private let pointer: xmlSchemaPtr
    private let source: DocumentTree

    init(_ bytes: [UInt8], location: String, name: String, scope: ReferenceScope, limits: XMLLimits) throws(XMLError) {
        let tree = try DocumentTree(SchemaLocations.mended(bytes), location: location, documentType: .allowed, limits: limits)
        unsafe pointer = unsafe try CompiledSchema.compile(tree, name: name, scope: scope, limits: limits)
        source = tree
    }

    private static func compile(
        _ tree: borrowing DocumentTree, name: String, scope: ReferenceScope, limits: XMLLimits
    ) throws(XMLError) -> xmlSchemaPtr {
        guard let parser = unsafe xmlSchemaNewDocParserCtxt(tree.pointer) else { throw .outOfMemory }
        defer { unsafe xmlSchemaFreeParserCtxt(parser) }
        let collector = IssueCollector(limit: limits.maximumIssues)
        unsafe xmlSchemaSetParserStructuredErrors(parser, collectIssue, collector.context)
        let schema = unsafe withExtendedLifetime(collector) {
            unsafe ReferenceScope.$current.withValue(scope) { unsafe xmlSchemaParse(parser) }
        }
        // An import that was not read is only a warning to libxml2, yet what it declares would go unchecked.
        guard scope.refusals.isEmpty else {
            unsafe xmlSchemaFree(schema)
            throw .refusedReference(name, scope.refusals)
        }
        guard let schema = unsafe schema else { throw .invalidSchema(name, collector.issues) }
        return unsafe schema
    }

    deinit { unsafe xmlSchemaFree(pointer) }

    func issues(in document: [UInt8], limits: XMLLimits) -> [XMLIssue] {
        guard document.count <= limits.maximumBytes else { return [.tooLarge(document.count, limit: limits.maximumBytes)] }
        if document.isEmpty { return [.empty] }
        if let line = DocumentProlog.documentTypeLine(in: document) { return [.documentType(line: line)] }
        return unsafe document.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let count = Int32(bytes.count)
            return unsafe issues(limits: limits) { unsafe xmlCreateMemoryParserCtxt(start, count) }
        }
    }

    func issues(from source: ByteSource, limits: XMLLimits) -> [XMLIssue] {
        let start = source.start()
        if start.isEmpty { return [source.failure ?? .empty] }
        if let line = DocumentProlog.documentTypeLine(in: start) { return [.documentType(line: line)] }
        let found = withExtendedLifetime(source) {
            unsafe issues(limits: limits) {
                unsafe xmlCreateIOParserCtxt(nil, nil, readSource, nil, source.context, XML_CHAR_ENCODING_NONE)
            }
        }
        return source.failure.map { [$0] } ?? found
    }

    private func issues(limits: XMLLimits, open: () -> xmlParserCtxtPtr?) -> [XMLIssue] {
        LibXML.prepare()
        let collector = IssueCollector(limit: limits.maximumIssues)
        if let parser = unsafe ValidatingParser(open(), schema: pointer, collector: collector) {
            let isValid = withExtendedLifetime(collector) { parser.readAll(collector) }
            if isValid { return collector.issues }
        }
        if collector.issues.isEmpty { collector.add(.unexplained) }
        return collector.issues
    }
}
