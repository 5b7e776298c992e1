import CLibXML2

/// Owns a pull reader with schema validation plugged in. What it reads from, the schema and the collector must outlive it.
@safe struct ValidatingReader: ~Copyable {
    private let reader: xmlTextReaderPtr
    private let validation: xmlSchemaValidCtxtPtr

    /// Takes the reader over, also when it fails. Nil without one or without memory.
    init?(_ reader: xmlTextReaderPtr?, schema: xmlSchemaPtr, collector: IssueCollector) {
        guard let reader = unsafe reader else { return nil }
        guard let validation = unsafe xmlSchemaNewValidCtxt(schema) else {
            unsafe xmlFreeTextReader(reader)
            return nil
        }
        unsafe self.reader = unsafe reader
        unsafe self.validation = unsafe validation
        // The schema is held against each tag while it is parsed, so that the parser then stands right behind it.
        collector.column = { unsafe Int(xmlTextReaderGetParserColumnNumber(reader)) }
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
        // With a schema plugged in, libxml2 hands errors of the parser itself, such as a prefix that is not bound, to the thread's handler.
        unsafe xmlSetStructuredErrorFunc(collector.context, collectIssue)
        defer {
            xmlSetStructuredErrorFunc(nil, nil)
            collector.column = nil
        }
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
