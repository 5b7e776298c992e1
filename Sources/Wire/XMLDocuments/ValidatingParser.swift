import CLibXML2

/// Owns a parser whose events go to a schema as they come, so that no tree is built. What it reads from, the schema and the collector must
/// outlive it.
@safe struct ValidatingParser: ~Copyable {
    private let parser: xmlParserCtxtPtr
    private let validation: xmlSchemaValidCtxtPtr
    private let plug: xmlSchemaSAXPlugPtr

    /// Takes the parser over, also when it fails. Nil without one or without memory.
    init?(_ parser: xmlParserCtxtPtr?, schema: xmlSchemaPtr, collector: IssueCollector) {
        guard let parser = unsafe parser else { return nil }
        guard let validation = unsafe xmlSchemaNewValidCtxt(schema) else {
            unsafe xmlFreeParserCtxt(parser)
            return nil
        }
        unsafe xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue))
        unsafe parser.pointee._private = unsafe collector.context
        // Of the parser's own handlers, which build a tree, none is left.
        var handlers = unsafe xmlSAXHandler()
        unsafe handlers.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handlers.internalSubset = refuseDocumentType
        unsafe handlers.startElementNs = { parser, _, _, _, _, _, _, _, _ in unsafe issues(of: parser)?.textBytes = 0 }
        unsafe handlers.endElementNs = { parser, _, _, _ in unsafe issues(of: parser)?.textBytes = 0 }
        unsafe handlers.characters = countText
        unsafe handlers.cdataBlock = countText
        unsafe parser.pointee.sax.pointee = unsafe handlers
        unsafe xmlSchemaSetValidStructuredErrors(validation, collectIssue, collector.context)
        unsafe xmlSchemaValidateSetLocator(validation, locate, parser)
        guard let plug = unsafe xmlSchemaSAXPlug(validation, &parser.pointee.sax, &parser.pointee.userData) else {
            unsafe xmlSchemaFreeValidCtxt(validation)
            unsafe xmlFreeParserCtxt(parser)
            return nil
        }
        unsafe self.parser = unsafe parser
        unsafe self.validation = unsafe validation
        unsafe self.plug = unsafe plug
        // The schema is held against each tag while it is parsed, so that the parser then stands right behind it.
        collector.column = { unsafe parser.pointee.input.map { unsafe Int($0.pointee.col) } ?? 0 }
        collector.stop = { unsafe xmlStopParser(parser) }
    }

    deinit {
        // What the plug put in the parser's place must be gone before either is freed.
        unsafe xmlSchemaSAXUnplug(plug)
        unsafe xmlSchemaFreeValidCtxt(validation)
        unsafe xmlFreeParserCtxt(parser)
    }

    /// True when the document was read to its end and is valid.
    func readAll(_ collector: IssueCollector) -> Bool {
        // With a schema plugged in, libxml2 hands errors of the parser itself, such as a prefix that is not bound, to the thread's handler.
        unsafe xmlSetStructuredErrorFunc(collector.context, collectIssue)
        defer {
            xmlSetStructuredErrorFunc(nil, nil)
            collector.column = nil
            collector.stop = nil
        }
        let result = unsafe xmlParseDocument(parser)
        return unsafe result == 0 && parser.pointee.wellFormed == 1 && parser.pointee.nsWellFormed == 1 && xmlSchemaIsValid(validation) == 1
    }
}

/// Of handlers that libxml2 gives the parser to.
private func issues(of parser: UnsafeMutableRawPointer?) -> IssueCollector? {
    unsafe parser?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private.map {
        unsafe Unmanaged<IssueCollector>.fromOpaque($0).takeUnretainedValue()
    }
}

/// Only trees have a limit on texts in libxml2; without one here a text that never ends would be kept whole until the document's limit.
private func countText(_ parser: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ count: Int32) {
    guard let collector = unsafe issues(of: parser) else { return }
    collector.textBytes += Int(count)
    guard collector.textBytes > XMLLimits.maximumTextBytes else { return }
    collector.add(.textTooLong(line: unsafe Int(xmlSAX2GetLineNumber(parser))))
    unsafe xmlStopParser(parser?.assumingMemoryBound(to: xmlParserCtxt.self))
}

/// Tells the schema in which line the parser stands; the file has no name. libxml2 takes both as they are left, whatever is answered.
private func locate(
    _ parser: UnsafeMutableRawPointer?, _ file: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ line: UnsafeMutablePointer<UInt>?
) -> Int32 {
    unsafe file?.pointee = nil
    unsafe line?.pointee = 0
    guard let input = unsafe parser?.assumingMemoryBound(to: xmlParserCtxt.self).pointee.input else { return -1 }
    unsafe line?.pointee = unsafe UInt(max(0, input.pointee.line))
    return 0
}
