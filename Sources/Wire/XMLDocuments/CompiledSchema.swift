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
        if let line = DocumentProlog.documentTypeLine(in: document) { return [.documentType(line: line)] }
        LibXML.prepare()
        let collector = IssueCollector(limit: limits.maximumIssues)
        let isRead = unsafe document.withUnsafeBytes { bytes in
            guard let reader = unsafe ValidatingReader(bytes, schema: pointer, collector: collector) else { return false }
            return withExtendedLifetime(collector) { reader.readAll(collector) }
        }
        if !isRead, collector.issues.isEmpty { collector.add(.unexplained) }
        return collector.issues
    }
}

/// Owns a pull reader with schema validation plugged in. The bytes, the schema and the collector must outlive it.
@safe private struct ValidatingReader: ~Copyable {
    private let reader: xmlTextReaderPtr
    private let validation: xmlSchemaValidCtxtPtr

    init?(_ bytes: UnsafeRawBufferPointer, schema: xmlSchemaPtr, collector: IssueCollector) {
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let options = Int32(XML_PARSE_NONET.rawValue)
        guard let reader = unsafe xmlReaderForMemory(start, Int32(bytes.count), nil, nil, options) else { return nil }
        guard let validation = unsafe xmlSchemaNewValidCtxt(schema) else {
            unsafe xmlFreeTextReader(reader)
            return nil
        }
        unsafe self.reader = unsafe reader
        unsafe self.validation = unsafe validation
        unsafe xmlTextReaderSetStructuredErrorHandler(reader, collectIssue, collector.context)
        unsafe xmlSchemaSetValidStructuredErrors(validation, collectIssue, collector.context)
        _ = unsafe xmlTextReaderSchemaValidateCtxt(reader, validation, 0)
    }

    deinit {
        // The reader touches the context when it is freed: unplug it first.
        _ = unsafe xmlTextReaderSchemaValidateCtxt(reader, nil, 0)
        unsafe xmlSchemaFreeValidCtxt(validation)
        unsafe xmlFreeTextReader(reader)
    }

    /// True when the document was read to its end and is valid.
    func readAll(_ collector: IssueCollector) -> Bool {
        var result = unsafe xmlTextReaderRead(reader)
        while result == 1, !collector.isFull {
            if unsafe xmlTextReaderNodeType(reader) == Int32(XML_READER_TYPE_DOCUMENT_TYPE.rawValue) {
                collector.add(.documentType(line: unsafe Int(xmlTextReaderGetParserLineNumber(reader))))
                return false
            }
            result = unsafe xmlTextReaderRead(reader)
        }
        return unsafe result == 0 && xmlTextReaderIsValid(reader) == 1
    }
}
