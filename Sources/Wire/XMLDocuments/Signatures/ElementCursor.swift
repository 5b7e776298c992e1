import CLibXML2

/// An element of a document, to walk to its children; must not outlive the document.
@safe struct ElementCursor {
    let node: xmlNodePtr

    /// The root of the document; nil for a document without one.
    init?(rootOf document: xmlDocPtr) {
        guard let root = unsafe xmlDocGetRootElement(document) else { return nil }
        unsafe self.init(root)
    }

    private init(_ node: xmlNodePtr) { unsafe self.node = unsafe node }

    /// The child elements in document order.
    var children: [ElementCursor] {
        var result: [ElementCursor] = []
        var next = unsafe node.pointee.children
        while let child = unsafe next {
            if unsafe child.pointee.type == XML_ELEMENT_NODE { unsafe result.append(ElementCursor(child)) }
            unsafe next = unsafe child.pointee.next
        }
        return result
    }

    /// Itself and every element below, in document order.
    var all: [ElementCursor] {
        var result: [ElementCursor] = []
        var open = [self]
        while let element = open.popLast() {
            result.append(element)
            open += element.children.reversed()
        }
        return result
    }

    /// Without its prefix.
    var name: String { unsafe String(cString: node.pointee.name) }

    /// The URI of the element's namespace, empty without one.
    var namespace: String { unsafe node.pointee.ns?.pointee.href.map { unsafe String(cString: $0) } ?? "" }

    /// 1-based; 65535 for all beyond, as libxml2 counts in a tree.
    var line: Int { unsafe Int(xmlGetLineNo(node)) }

    /// The value of an attribute without a namespace; nil without the attribute.
    func attribute(_ name: String) -> String? { unsafe copied(xmlGetNoNsProp(node, name)) }

    /// The names of its attributes, namespace declarations not counted.
    var attributeNames: [String] {
        var result: [String] = []
        var next = unsafe node.pointee.properties
        while let attribute = unsafe next {
            unsafe result.append(String(cString: attribute.pointee.name))
            unsafe next = unsafe attribute.pointee.next
        }
        return result
    }

    /// All text below it.
    var text: String { unsafe copied(xmlNodeGetContent(node)) ?? "" }

    /// Copies and frees a string that libxml2 allocated.
    private func copied(_ characters: UnsafeMutablePointer<xmlChar>?) -> String? {
        guard let characters = unsafe characters else { return nil }
        defer { unsafe assay_xml_free(characters) }
        return unsafe String(cString: characters)
    }
}
