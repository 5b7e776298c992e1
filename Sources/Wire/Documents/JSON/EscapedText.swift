/// Strings with escapes (RFC 8259 §7) that a parser has found well-formed.
enum EscapedText {
    /// The UTF-8 of the text between the quotes.
    static func decoded(_ text: RawSpan, from start: Int, to stop: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(stop - start)
        var position = start
        while position < stop {
            let byte = text.byte(position)
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                position += 1
                continue
            }
            let letter = text.byte(position + 1)
            position += 2
            switch letter {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = unit(text, at: position)
                position += 4
                if scalar >= 0xD800, scalar < 0xDC00 {
                    scalar = 0x10000 + (scalar - 0xD800) << 10 + (unit(text, at: position + 2) - 0xDC00)
                    position += 6
                }
                if let scalar = Unicode.Scalar(scalar) { result.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? []) }
            default: result.append(letter)
            }
        }
        return result
    }

    private static func unit(_ text: RawSpan, at start: Int) -> UInt32 {
        var value: UInt32 = 0
        for position in start..<start + 4 { value = value << 4 | (UInt32(hexDigit: text.byte(position)) ?? 0) }
        return value
    }
}
