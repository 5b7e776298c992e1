/// One pass over a JSON text: grammar of RFC 8259, counting lines and columns as it goes.
struct JSONScanner {
    let bytes: [UInt8]
    /// Offset of the next byte to look at.
    var position = 0
    /// UTF-8 continuation bytes since the line's start: they take no column.
    var continuationBytes = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0
    private let maximumDepth: Int

    init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Where `position` is.
    var place: Place { Place(offset: position, line: line, column: position - lineStart - continuationBytes + 1) }

    /// The next byte, nil at the end of the text.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func document() throws(DocumentError) -> Node {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .byteOrderMark(at: place) }
        skipWhiteSpace()
        if next == nil { throw .emptyDocument(at: place) }
        let node = try value()
        skipWhiteSpace()
        if next != nil { throw .trailing(found, at: place) }
        return node
    }

    private mutating func value() throws(DocumentError) -> Node {
        let start = place
        switch next {
        case UInt8(ascii: "\""): return Node(.string(try string()), at: start)
        case UInt8(ascii: "{"): return Node(.object(try object()), at: start)
        case UInt8(ascii: "["): return Node(.array(try array()), at: start)
        case UInt8(ascii: "t"): return Node(try literal("true", .bool(true)), at: start)
        case UInt8(ascii: "f"): return Node(try literal("false", .bool(false)), at: start)
        case UInt8(ascii: "n"): return Node(try literal("null", .null), at: start)
        case let byte? where byte == UInt8(ascii: "-") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
            return Node(.number(try number()), at: start)
        default: throw unexpected(expected: "a value")
        }
    }

    private mutating func object() throws(DocumentError) -> [Node.Member] {
        try descend()
        var members: [Node.Member] = []
        var names = NameSet()
        if next == UInt8(ascii: "}") {
            ascend()
            return members
        }
        while true {
            guard next == UInt8(ascii: "\"") else {
                throw unexpected(expected: members.isEmpty ? "a name in quotes or `}`" : "a name in quotes")
            }
            let keyPlace = place
            let key = try string()
            guard names.insert(key, among: members) else { throw .duplicateKey(key, at: keyPlace) }
            skipWhiteSpace()
            guard next == UInt8(ascii: ":") else { throw unexpected(expected: "`:` after the name") }
            position += 1
            skipWhiteSpace()
            members.append(Node.Member(key: key, keyPlace: keyPlace, value: try value()))
            skipWhiteSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipWhiteSpace()
            case UInt8(ascii: "}"):
                ascend()
                return members
            default: throw unexpected(expected: "`,` or `}`")
            }
        }
    }

    private mutating func array() throws(DocumentError) -> [Node] {
        try descend()
        var elements: [Node] = []
        if next == UInt8(ascii: "]") {
            ascend()
            return elements
        }
        while true {
            elements.append(try value())
            skipWhiteSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipWhiteSpace()
            case UInt8(ascii: "]"):
                ascend()
                return elements
            default: throw unexpected(expected: "`,` or `]`")
            }
        }
    }

    private mutating func descend() throws(DocumentError) {
        depth += 1
        if depth > maximumDepth { throw .tooDeep(limit: maximumDepth, at: place) }
        position += 1
        skipWhiteSpace()
    }

    private mutating func ascend() {
        depth -= 1
        position += 1
    }

    private mutating func skipWhiteSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0D: position += 1
            case 0x0A:
                position += 1
                line += 1
                lineStart = position
                continuationBytes = 0
            default: return
            }
        }
    }

    private mutating func literal(_ word: StaticString, _ value: Node.Content) throws(DocumentError) -> Node.Content {
        let text = String(describing: word)
        for byte in text.utf8 {
            guard next == byte else { throw unexpected(expected: "`\(text)`") }
            position += 1
        }
        return value
    }
}
