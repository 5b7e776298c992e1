import CLibXML2

extension XMLDocument {
    /// Steps of evaluation after which an expression is given up, so that a costly one ends.
    private static let operationLimit: UInt = 10_000_000

    /// The string values (XPath 1.0 §5) of the nodes an expression selects, in document order; one value when it yields a string, number or
    /// boolean. `namespaces` gives the URI of each prefix in the expression. Throws `invalidXPath`.
    package func values(xpath expression: String, namespaces: [String: String] = [:]) throws(XMLError) -> [String] {
        LibXML.prepare()
        if let column = XPathUnion.openColumn(in: expression) {
            throw .invalidXPath(expression, [XMLIssue(line: 0, code: 0, message: "expected a path behind the `|` at column \(column)")])
        }
        guard let context = unsafe xmlXPathNewContext(tree.pointer) else { throw .outOfMemory }
        defer { unsafe xmlXPathFreeContext(context) }
        let collector = IssueCollector(limit: 10)
        unsafe context.pointee.error = collectIssue
        unsafe context.pointee.userData = unsafe collector.context
        unsafe context.pointee.opLimit = XMLDocument.operationLimit
        for (prefix, uri) in namespaces where unsafe xmlXPathRegisterNs(context, prefix, uri) != 0 {
            throw .invalidXPath(expression, [XMLIssue(line: 0, code: 0, message: "the prefix `\(prefix)` cannot be bound to `\(uri)`")])
        }
        let result = unsafe withExtendedLifetime(collector) { unsafe xmlXPathEvalExpression(expression, context) }
        guard let result = unsafe result else { throw .invalidXPath(expression, collector.issues) }
        defer { unsafe xmlXPathFreeObject(result) }
        return unsafe XMLDocument.values(of: result)
    }

    private static func values(of result: xmlXPathObjectPtr) -> [String] {
        guard unsafe result.pointee.type == XPATH_NODESET else { return unsafe [text(xmlXPathCastToString(result))] }
        guard let set = unsafe result.pointee.nodesetval, let nodes = unsafe set.pointee.nodeTab else { return [] }
        unsafe xmlXPathNodeSetSort(set)
        return unsafe (0..<Int(set.pointee.nodeNr)).map { index in unsafe text(xmlXPathCastNodeToString(nodes[index])) }
    }

    /// Copies and frees a string that libxml2 allocated.
    private static func text(_ characters: UnsafeMutablePointer<xmlChar>?) -> String {
        guard let characters = unsafe characters else { return "" }
        defer { unsafe assay_xml_free(characters) }
        return unsafe String(cString: characters)
    }
}
