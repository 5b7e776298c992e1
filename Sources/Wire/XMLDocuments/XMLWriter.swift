/// Writes an XML 1.0 document in UTF-8: elements indented by two spaces, text elements on one line, attributes in the order given, LF.
///
/// The same calls give the same bytes. Nothing that XML cannot carry is dropped or replaced: it is refused with `notWritable`.
package struct XMLWriter: Sendable {
    private struct Element {
        let name: String
        var content: Content
    }

    private enum Content {
        case nothing, text, elements
    }

    /// What has been written so far; a document when every element has ended.
    package private(set) var bytes: [UInt8] = []
    private var open: [Element] = []
    private var hasRoot = false

    package init() {}

    /// True between the end of the root and any further call: the bytes are a whole document.
    package var isComplete: Bool { hasRoot && open.isEmpty }

    /// The XML declaration; only at the very start.
    package mutating func startDocument() throws(XMLError) {
        guard bytes.isEmpty else { throw .notWritable("the XML declaration stands before everything else") }
        put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    }

    /// Opens an element. Names are XML names, with a prefix where the namespace has one; namespaces are declared as attributes `xmlns…`.
    /// Throws `notWritable` for other names, repeated attributes, forbidden characters, a second root, and elements within text.
    package mutating func start(_ name: String, attributes: [(String, String)] = []) throws(XMLError) {
        let tag = try startTag(name, attributes)
        try makeRoom(for: name)
        put(tag + ">")
        open.append(Element(name: name, content: .nothing))
    }

    /// Character data of the element that is open; may be called repeatedly.
    package mutating func text(_ text: String) throws(XMLError) {
        guard let element = open.last else { throw .notWritable("text stands within an element") }
        guard element.content != .elements else { throw .notWritable("text beside elements in <\(element.name)>") }
        let escaped = try XMLCharacters.escaped(text, for: .content)
        put(escaped)
        open[open.count - 1].content = .text
    }

    /// Ends the element that was opened last.
    package mutating func end() throws(XMLError) {
        guard let element = open.popLast() else { throw .notWritable("there is no open element to end") }
        if element.content == .elements { indent() }
        put("</\(element.name)>")
        if open.isEmpty { put("\n") }
    }

    /// An element with nothing but text, on one line; `<name/>` when there is no text.
    package mutating func element(_ name: String, attributes: [(String, String)] = [], text: String = "") throws(XMLError) {
        let tag = try startTag(name, attributes)
        let escaped = try XMLCharacters.escaped(text, for: .content)
        try makeRoom(for: name)
        put(text.isEmpty ? tag + "/>" : "\(tag)>\(escaped)</\(name)>")
        if open.isEmpty { put("\n") }
    }

    private func startTag(_ name: String, _ attributes: [(String, String)]) throws(XMLError) -> String {
        guard XMLCharacters.isName(name) else { throw .notWritable("`\(name)` is not an element name") }
        var tag = "<\(name)"
        var names: Set<String> = []
        for (attribute, value) in attributes {
            guard XMLCharacters.isName(attribute) else { throw .notWritable("`\(attribute)` is not an attribute name") }
            guard names.insert(attribute).inserted else { throw .notWritable("the attribute \(attribute) occurs twice in <\(name)>") }
            tag += " \(attribute)=\"\(try XMLCharacters.escaped(value, for: .attribute))\""
        }
        return tag
    }

    private mutating func makeRoom(for name: String) throws(XMLError) {
        guard let parent = open.last else {
            guard !hasRoot else { throw .notWritable("<\(name)> would be a second root element") }
            hasRoot = true
            return
        }
        guard parent.content != .text else { throw .notWritable("<\(name)> beside text in <\(parent.name)>") }
        open[open.count - 1].content = .elements
        indent()
    }

    private mutating func indent() { put("\n" + String(repeating: "  ", count: open.count)) }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
