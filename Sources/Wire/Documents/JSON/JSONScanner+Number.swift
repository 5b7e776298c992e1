extension JSONScanner {
    /// A number (RFC 8259 §6); `position` is at its first byte.
    mutating func number() throws(DocumentError) -> Number {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") {
            position += 1
            if isDigit(next) { throw .number("a number without leading zeros", found, at: place) }
        } else {
            try digits("a digit")
        }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits("a digit after the point")
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits("a digit of the exponent")
        }
        return Number(checked: String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits(_ expected: String) throws(DocumentError) {
        guard isDigit(next) else {
            if next == nil { throw unexpected(expected: expected) }
            throw .number(expected, found, at: place)
        }
        while isDigit(next) { position += 1 }
    }

    private func isDigit(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
