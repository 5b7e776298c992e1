import CLibXML2

extension XMLDocument {
    /// Reads the signature over the whole document.
    ///
    /// Nothing else is taken for one, so that no part can be wrapped away from under it: exactly one `Signature` in the whole document, a
    /// child of the root, with one reference of URI `""`, the transform `enveloped-signature` and at most one canonical form after it.
    /// - Throws: `noSignature`, `invalidSignature` with the line and what was expected.
    package func envelopedSignature() throws(XMLError) -> EnvelopedSignature {
        LibXML.prepare()
        guard let root = unsafe ElementCursor(rootOf: tree.pointer) else { throw .noSignature }
        let signatures = root.all.filter { $0.isSignature("Signature") }
        guard let signature = signatures.first else { throw .noSignature }
        if signatures.count > 1 { throw .invalidSignature(signatures[1], "one signature in the document, got \(signatures.count)") }
        guard unsafe signature.node.pointee.parent == root.node else {
            throw .invalidSignature(signature, "the signature as a child of the root element")
        }
        let parts = try SignatureParts(signature)
        let document = unsafe tree.pointer
        return EnvelopedSignature(
            signedInfo: unsafe try parts.signedInfoForm.bytes(of: document, within: parts.signedInfo.node),
            signatureMethod: parts.signatureMethod, signatureValue: parts.signatureValue,
            digested: unsafe try parts.contentForm.bytes(of: document, omitting: signature.node),
            digestMethod: parts.digestMethod, digestValue: parts.digestValue, keyName: parts.keyName, certificates: parts.certificates,
            line: signature.line)
    }

    /// Whether there is a `Signature` anywhere in it, of whatever form.
    package var hasSignature: Bool {
        unsafe ElementCursor(rootOf: tree.pointer)?.all.contains { $0.isSignature("Signature") } == true
    }

    /// The document in a canonical form; the bytes that a signature over it digests.
    package func canonicalBytes(_ method: CanonicalMethod) throws(XMLError) -> [UInt8] {
        LibXML.prepare()
        return unsafe try Canonicalization(method: method).bytes(of: tree.pointer)
    }

    /// The document written anew in UTF-8 with one more element, given as text with all its namespaces, as the last child of its root.
    /// What the document says stays as it is, though its quotes, references and white space within tags may be written otherwise.
    package func appending(_ element: String) throws(XMLError) -> [UInt8] {
        LibXML.prepare()
        let addition = try DocumentTree(Array(element.utf8), location: "element.xml", documentType: .refused, limits: .standard)
        guard let copy = unsafe xmlCopyDoc(tree.pointer, 1), let root = unsafe xmlDocGetRootElement(copy) else { throw .outOfMemory }
        defer { unsafe xmlFreeDoc(copy) }
        guard let node = unsafe xmlDocCopyNode(xmlDocGetRootElement(addition.pointer), copy, 1) else { throw .outOfMemory }
        guard unsafe xmlAddChild(root, node) != nil else {
            unsafe xmlFreeNode(node)
            throw .outOfMemory
        }
        var bytes: UnsafeMutablePointer<xmlChar>?
        var count: Int32 = 0
        unsafe xmlDocDumpMemoryEnc(copy, &bytes, &count, "UTF-8")
        guard let start = unsafe bytes else { throw .outOfMemory }
        defer { unsafe assay_xml_free(start) }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}
