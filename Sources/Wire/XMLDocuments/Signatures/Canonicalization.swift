import CLibXML2

/// One run of a canonicalization over a part of a document.
struct Canonicalization {
    let method: CanonicalMethod
    /// Prefixes of `InclusiveNamespaces`; only for exclusive forms.
    var inclusivePrefixes: [String] = []
    /// Whether comments are left out even where the method keeps them (XML Signature 1.1 §4.4.3.3).
    var dropsComments = false

    /// The bytes of the element with all below it, or of the whole document; without the element to omit and all below that one.
    func bytes(of document: xmlDocPtr, within root: xmlNodePtr? = nil, omitting omitted: xmlNodePtr? = nil) throws(XMLError) -> [UInt8] {
        guard let buffer = unsafe xmlAllocOutputBuffer(nil) else { throw .outOfMemory }
        defer { _ = unsafe xmlOutputBufferClose(buffer) }
        let part = unsafe DocumentPart(root: root, omitted: omitted)
        let keepsComments: Int32 = method.keepsComments && !dropsComments ? 1 : 0
        let status = unsafe withPrefixes { prefixes in
            withExtendedLifetime(part) {
                unsafe xmlC14NExecute(
                    document, isWithinPart, Unmanaged.passUnretained(part).toOpaque(), method.mode, prefixes, keepsComments, buffer)
            }
        }
        guard status >= 0 else { throw .noCanonicalForm }
        guard let start = unsafe xmlOutputBufferGetContent(buffer) else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(xmlOutputBufferGetSize(buffer))))
    }

    private func withPrefixes(_ body: (UnsafeMutablePointer<UnsafeMutablePointer<xmlChar>?>?) -> Int32) -> Int32 {
        guard !inclusivePrefixes.isEmpty else { return body(nil) }
        var copies: [UnsafeMutablePointer<xmlChar>?] = unsafe inclusivePrefixes.map { unsafe xmlStrdup($0) } + [nil]
        defer { for index in unsafe copies.indices { unsafe assay_xml_free(copies[index]) } }
        return unsafe copies.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress) }
    }
}

/// What of a document takes part; the nodes belong to the document.
@safe private final class DocumentPart {
    let root: xmlNodePtr?
    let omitted: xmlNodePtr?

    init(root: xmlNodePtr?, omitted: xmlNodePtr?) {
        unsafe self.root = unsafe root
        unsafe self.omitted = unsafe omitted
    }

    /// Attributes and namespaces are where their element is, which libxml2 hands over beside them.
    func contains(_ node: xmlNodePtr, of element: xmlNodePtr?) -> Bool {
        let isOfElement = unsafe node.pointee.type == XML_NAMESPACE_DECL || node.pointee.type == XML_ATTRIBUTE_NODE
        var ancestor = unsafe isOfElement ? element : node
        var isWithinRoot = unsafe root == nil
        while let current = unsafe ancestor {
            if unsafe current == omitted { return false }
            if unsafe current == root { isWithinRoot = true }
            unsafe ancestor = unsafe current.pointee.parent
        }
        return isWithinRoot
    }
}

private func isWithinPart(_ part: UnsafeMutableRawPointer?, _ node: xmlNodePtr?, _ element: xmlNodePtr?) -> Int32 {
    guard let part = unsafe part, let node = unsafe node else { return 0 }
    return unsafe Unmanaged<DocumentPart>.fromOpaque(part).takeUnretainedValue().contains(node, of: element) ? 1 : 0
}
