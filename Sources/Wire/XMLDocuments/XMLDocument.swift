/// A parsed XML 1.0 document with namespaces, to ask and to canonicalize. Stays with one owner and one thread at a time.
package struct XMLDocument: ~Copyable {
    let tree: DocumentTree

    /// Throws `notWellFormed` with the issues, `documentType` for a document type declaration, `tooLarge`.
    package init(parsing bytes: [UInt8], limits: XMLLimits = .standard) throws(XMLError) {
        tree = try DocumentTree(bytes, location: "document.xml", documentType: .refused, limits: limits)
    }
}
