import CLibXML2

/// Owns a libxml2 document tree.
///
/// Sendable because it is not changed after parsing; whoever lets several threads read it keeps to calls that only read.
@safe struct DocumentTree: ~Copyable, @unchecked Sendable {
    enum DocumentType {
        /// Refused where it starts, before any entity of it is read.
        case refused
        /// An internal subset is read, within libxml2's limits on expansion; schemas of the W3C have one.
        case allowed
    }

    let pointer: xmlDocPtr

    /// `location` is where relative references start; nothing is read from there.
    init(_ bytes: [UInt8], location: String, documentType: DocumentType, limits: XMLLimits) throws(XMLError) {
        guard bytes.count <= limits.maximumBytes else { throw .tooLarge(bytes.count, limit: limits.maximumBytes) }
        LibXML.prepare()
        guard let parser = unsafe xmlNewParserCtxt() else { throw .outOfMemory }
        defer { unsafe xmlFreeParserCtxt(parser) }
        let collector = IssueCollector(limit: limits.maximumIssues, maximumNodes: limits.maximumNodes)
        unsafe parser.pointee._private = unsafe collector.context
        unsafe parser.pointee.sax.pointee.serror = collectParserIssue
        unsafe NodeCount.attach(to: parser)
        if documentType == .refused { unsafe parser.pointee.sax.pointee.internalSubset = refuseDocumentType }
        let options = Int32(XML_PARSE_NONET.rawValue)
        let document = unsafe bytes.withUnsafeBytes { bytes in
            let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe xmlCtxtReadMemory(parser, start, Int32(bytes.count), location, nil, options)
        }
        let issues = withExtendedLifetime(collector) { collector.issues }
        guard let document = unsafe document, unsafe parser.pointee.wellFormed == 1, unsafe parser.pointee.nsWellFormed == 1,
            unsafe parser.pointee.disableSAX == 0
        else {
            unsafe xmlFreeDoc(document)
            if let refusal = issues.first(where: { $0.code == XMLIssue.documentTypeCode }) { throw .documentType(refusal) }
            if let refusal = issues.first(where: { $0.code == XMLIssue.tooManyNodesCode }) { throw .tooManyNodes(refusal) }
            throw .notWellFormed(issues)
        }
        unsafe pointer = unsafe document
    }

    deinit { unsafe xmlFreeDoc(pointer) }
}

/// The handler of document types; the context is the parser.
func refuseDocumentType(
    _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ publicIdentifier: UnsafePointer<xmlChar>?,
    _ systemIdentifier: UnsafePointer<xmlChar>?
) {
    guard let context = unsafe context else { return }
    let parser = unsafe context.assumingMemoryBound(to: xmlParserCtxt.self)
    if let collector = unsafe parser.pointee._private {
        let line = unsafe Int(xmlSAX2GetLineNumber(context))
        unsafe Unmanaged<IssueCollector>.fromOpaque(collector).takeUnretainedValue().add(.documentType(line: line))
    }
    unsafe xmlStopParser(parser)
}
