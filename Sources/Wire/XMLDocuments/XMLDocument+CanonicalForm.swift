import CLibXML2

extension XMLDocument {
    /// What becomes of comments in the canonical form.
    package enum Comments: Sendable, CaseIterable {
        case removed, kept
    }

    /// The whole document in Exclusive XML Canonicalization 1.0 (W3C, `http://www.w3.org/2001/10/xml-exc-c14n#`, or
    /// `…#WithComments`), UTF-8.
    package func exclusiveCanonicalBytes(comments: Comments = .removed) throws(XMLError) -> [UInt8] {
        LibXML.prepare()
        var bytes: UnsafeMutablePointer<xmlChar>?
        let mode = Int32(XML_C14N_EXCLUSIVE_1_0.rawValue)
        let count = unsafe xmlC14NDocDumpMemory(tree.pointer, nil, mode, nil, comments == .kept ? 1 : 0, &bytes)
        guard count >= 0, let start = unsafe bytes else { throw XMLError(.failed, "the document has no canonical form") }
        defer { unsafe assay_xml_free(start) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
