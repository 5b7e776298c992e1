extension XMLDocument {
    /// What becomes of comments in the canonical form.
    package enum Comments: Sendable, CaseIterable {
        case removed, kept
    }

    /// The whole document in Exclusive XML Canonicalization 1.0 (W3C, `http://www.w3.org/2001/10/xml-exc-c14n#`, or
    /// `…#WithComments`), UTF-8.
    package func exclusiveCanonicalBytes(comments: Comments = .removed) throws(XMLError) -> [UInt8] {
        try canonicalBytes(comments == .kept ? .exclusiveWithComments : .exclusive)
    }
}
