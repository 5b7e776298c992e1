/// What libxml2 lets pass: a `|` with nothing behind it (XPath 1.0 §3.3 `UnionExpr`).
enum XPathUnion {
    /// The 1-based column, in scalars, of the first `|` that no path follows; nil when each has one.
    static func openColumn(in expression: String) -> Int? {
        let bytes = Array(expression.utf8)
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                // A literal, which has no escapes; one without end is libxml2's to refuse.
                guard let end = bytes[(position + 1)...].firstIndex(of: byte) else { return nil }
                position = end + 1
                continue
            }
            if byte == UInt8(ascii: "|") {
                let next = bytes[(position + 1)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
                guard let next, !")],|=!<>+-".utf8.contains(next) else {
                    return String(decoding: bytes[...position], as: UTF8.self).unicodeScalars.count
                }
            }
            position += 1
        }
        return nil
    }
}
