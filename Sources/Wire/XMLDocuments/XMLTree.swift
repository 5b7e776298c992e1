/// An element of a document with everything below it, as values that outlive the document. Attributes, comments and processing instructions
/// are not in it.
package struct XMLTree: Sendable, Hashable {
    /// Without its prefix.
    package let name: String
    /// The URI of its namespace, empty without one.
    package let namespace: String
    /// Of an element without elements in it, white space as it stands; else empty.
    package let text: String
    /// The child elements in document order.
    package let children: [XMLTree]

    /// The first child of that name.
    package func first(_ name: String) -> XMLTree? { children.first { $0.name == name } }

    /// The text of the first child of that name; nil without one.
    package func text(of name: String) -> String? { first(name)?.text }

    /// As deep as the document, which libxml2 limits to 256.
    init(_ element: ElementCursor) {
        let children = element.children
        name = element.name
        namespace = element.namespace
        text = children.isEmpty ? element.text : ""
        self.children = children.map(XMLTree.init)
    }
}

extension XMLDocument {
    /// Its root element. Throws `failed` for a document without one, which no parsed document is.
    package func root() throws(XMLError) -> XMLTree {
        guard let root = unsafe ElementCursor(rootOf: tree.pointer) else { throw .noRoot }
        return XMLTree(root)
    }
}
