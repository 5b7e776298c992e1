extension JSONScanner {
    /// How an error names the byte at `position`: `` `x` ``, a code point, a raw byte, or the end of the text.
    var found: String {
        guard let byte = next else { return "the end of the text" }
        let length = UTF8Sequence.length(in: bytes, at: position)
        guard length > 0 else { return "the byte 0x" + String(byte, radix: 16, uppercase: true) }
        let text = String(decoding: bytes[position..<position + length], as: UTF8.self)
        guard byte > 0x20, byte != 0x7F else { return "U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
        return "`\(text)`"
    }

    /// `truncated` at the end of the text, `syntax` elsewhere.
    func unexpected(expected: String) -> DocumentError {
        next == nil ? .truncated(expected: expected, at: place) : .syntax(expected: expected, found: found, at: place)
    }
}
