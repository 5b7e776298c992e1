import CLibXML2

/// Counts the nodes of a tree while it is built, and ends the parser at the first one too many.
///
/// Elements, attributes, declarations of namespaces, comments, processing instructions and CDATA sections count. A text lies between two of
/// them, so that a tree has twice as many nodes at most.
enum NodeCount {
    /// Puts the counters before the handlers that build the tree. The parser's private member is its collector.
    static func attach(to parser: xmlParserCtxtPtr) {
        guard let handlers = unsafe parser.pointee.sax else { return }
        unsafe handlers.pointee.startElementNs = countElement
        unsafe handlers.pointee.comment = { parser, text in
            unsafe count(1, parser) { unsafe xmlSAX2Comment(parser, text) }
        }
        unsafe handlers.pointee.processingInstruction = { parser, target, data in
            unsafe count(1, parser) { unsafe xmlSAX2ProcessingInstruction(parser, target, data) }
        }
        unsafe handlers.pointee.cdataBlock = { parser, text, length in
            unsafe count(1, parser) { unsafe xmlSAX2CDataBlock(parser, text, length) }
        }
    }
}

private func countElement(
    _ parser: UnsafeMutableRawPointer?, _ name: UnsafePointer<xmlChar>?, _ prefix: UnsafePointer<xmlChar>?,
    _ uri: UnsafePointer<xmlChar>?, _ namespaceCount: Int32, _ namespaces: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?,
    _ attributeCount: Int32, _ defaultedCount: Int32, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
) {
    unsafe count(1 + Int(namespaceCount) + Int(attributeCount), parser) {
        unsafe xmlSAX2StartElementNs(
            parser, name, prefix, uri, namespaceCount, namespaces, attributeCount, defaultedCount, attributes)
    }
}

/// Builds what was counted, while the limit is not passed.
private func count(_ nodes: Int, _ parser: UnsafeMutableRawPointer?, _ build: () -> Void) {
    guard let parser = unsafe parser?.assumingMemoryBound(to: xmlParserCtxt.self), let context = unsafe parser.pointee._private else {
        return
    }
    let collector = unsafe Unmanaged<IssueCollector>.fromOpaque(context).takeUnretainedValue()
    collector.nodes += nodes
    if collector.nodes <= collector.maximumNodes { return build() }
    collector.add(.tooManyNodes(line: unsafe Int(xmlSAX2GetLineNumber(parser)), limit: collector.maximumNodes))
    unsafe xmlStopParser(parser)
}
