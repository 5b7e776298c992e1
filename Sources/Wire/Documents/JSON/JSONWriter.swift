/// Prints a node as JSON text in UTF-8; numbers keep the text they were written as.
struct JSONWriter {
    /// Where line breaks and blanks go.
    enum Layout { case compact, indented }

    private(set) var bytes: [UInt8] = []
    private let layout: Layout

    init(layout: Layout) { self.layout = layout }

    mutating func append(_ node: Node, depth: Int = 0) {
        switch node.value {
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let number): bytes += number.lexeme.utf8
        case .string(let text): append(quoted: text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                separate(first: index == 0, depth: depth + 1)
                append(element, depth: depth + 1)
            }
            close(UInt8(ascii: "]"), isEmpty: elements.isEmpty, depth: depth)
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                separate(first: index == 0, depth: depth + 1)
                append(quoted: member.key)
                bytes += (layout == .compact ? ":" : ": ").utf8
                append(member.value, depth: depth + 1)
            }
            close(UInt8(ascii: "}"), isEmpty: members.isEmpty, depth: depth)
        }
    }

    mutating func endLine() { bytes.append(0x0A) }

    private mutating func separate(first: Bool, depth: Int) {
        if !first { bytes.append(UInt8(ascii: ",")) }
        if layout == .indented { breakLine(depth: depth) }
    }

    private mutating func close(_ bracket: UInt8, isEmpty: Bool, depth: Int) {
        if layout == .indented, !isEmpty { breakLine(depth: depth) }
        bytes.append(bracket)
    }

    private mutating func breakLine(depth: Int) {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    /// Escapes only what RFC 8259 §7 requires, in the forms RFC 8785 §3.2.2.2 prescribes.
    mutating func append(quoted text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case 0..<0x20:
                bytes += "\\u00".utf8
                bytes.append(Self.hexDigits[Int(byte >> 4)])
                bytes.append(Self.hexDigits[Int(byte & 15)])
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static let hexDigits = [UInt8]("0123456789abcdef".utf8)
}

extension Node {
    /// JSON without any white space, members in their order, UTF-8, no line end.
    package func compactBytes() -> [UInt8] {
        var writer = JSONWriter(layout: .compact)
        writer.append(self)
        return writer.bytes
    }

    /// JSON with two blanks per level, one member or element a line, and a line end at the end: for people and version control.
    package func prettyBytes() -> [UInt8] {
        var writer = JSONWriter(layout: .indented)
        writer.append(self)
        writer.endLine()
        return writer.bytes
    }
}
