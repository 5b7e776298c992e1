/// What a PDF says of itself in its metadata (XMP, ISO 16684-1), as far as reports need it.
package struct PrintedFacts: Sendable, Hashable {
    /// 1 or more.
    package let pages: Int
    /// The form of PDF/A that the document claims, `2B`; nil when it claims none.
    package let archive: String?
    /// `dc:title`.
    package let title: String?
    /// `dc:identifier`.
    package let identifier: String?
    /// `dc:source`.
    package let source: String?
}

extension PrintedFacts {
    /// Reads a document of anybody's. Nothing of it is repaired: what a reader would have to guess is damage.
    /// - Throws: `TypesettingError` `pdf-unavailable` in a build without the libraries, `pdf-failed` for what is no PDF or a damaged one.
    package init(of bytes: [UInt8]) throws(TypesettingError) {
        #if PDF
            self = try PrintedReading.facts(of: bytes)
        #else
            throw TypesettingError(.unavailable, "this build reads no PDF: build it with the package's trait PDF")
        #endif
    }
}
