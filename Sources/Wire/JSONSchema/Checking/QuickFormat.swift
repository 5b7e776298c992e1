import Documents

/// Says yes to the usual shapes of the most frequent formats, in ASCII; what it does not know is for `Format.accepts` to decide.
enum QuickFormat {
    @inline(__always)
    static func accepts(_ format: Format, _ text: RawSpan, from start: Int, count: Int) -> Bool {
        switch format {
        case .uuid: isUUID(text, start, count)
        case .date: count == 10 && isDate(text, start)
        case .dateTime: isDateTime(text, start, count)
        case .email: isEmail(text, start, count)
        default: false
        }
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The highest bit of each byte between two others; all bytes below 0x80.
    @inline(__always) private static func between(_ word: UInt64, _ low: UInt64, _ high: UInt64) -> UInt64 {
        let atLeast = word &+ (ones &* (0x80 &- low))
        let above = word &+ (ones &* (0x7F &- high))
        return atLeast & ~above & highs
    }

    @inline(__always) private static func areHexDigits(_ word: UInt64) -> Bool {
        let letters = between(word | (ones &* 0x20), 0x61, 0x66)
        return between(word, 0x30, 0x39) | letters == highs
    }

    @inline(__always) private static func areDigits(_ word: UInt64) -> Bool { between(word, 0x30, 0x39) == highs }

    /// Turns hyphens where they must stand into zeros, and any other byte there into no digit.
    @inline(__always) private static func hyphens(_ word: UInt64, at mask: UInt64) -> UInt64 {
        word ^ (mask & (ones &* 0x1D))
    }

    /// RFC 9562 §4: 8-4-4-4-12 hexadecimal digits.
    private static func isUUID(_ text: RawSpan, _ start: Int, _ count: Int) -> Bool {
        guard count == 36 else { return false }
        let second = text.word(start + 8)
        let third = text.word(start + 16)
        guard second & 0x0000_FF00_0000_00FF == 0x0000_2D00_0000_002D, third & 0xFF00_0000_00FF_0000 == 0x2D00_0000_002D_0000 else {
            return false
        }
        return areHexDigits(text.word(start)) && areHexDigits(hyphens(second, at: 0x0000_FF00_0000_00FF))
            && areHexDigits(hyphens(third, at: 0xFF00_0000_00FF_0000)) && areHexDigits(text.word(start + 24))
            && areHexDigits(text.word(start + 28))
    }

    @inline(__always) private static func pair(_ text: RawSpan, _ position: Int) -> Int {
        Int(text.byte(position)) &* 10 &+ Int(text.byte(position &+ 1)) &- 528
    }

    /// `1000-01-01` to `9999-12-31`, every day up to the 28th and the later ones of months that have them, 29 February apart.
    private static func isDate(_ text: RawSpan, _ start: Int) -> Bool {
        let word = text.word(start)
        guard word & 0xFF00_00FF_0000_0000 == 0x2D00_002D_0000_0000, areDigits(hyphens(word, at: 0xFF00_00FF_0000_0000)),
            text.byte(start) != UInt8(ascii: "0"), text.byte(start + 8) &- 0x30 < 10, text.byte(start + 9) &- 0x30 < 10
        else { return false }
        let month = pair(text, start + 5)
        let day = pair(text, start + 8)
        guard month >= 1, month <= 12, day >= 1 else { return false }
        if day <= 28 { return true }
        // The months with 31 days, January in the lowest bit.
        return month != 2 && day <= 30 + (0b1010_1101_0101 &>> (month &- 1) & 1)
    }

    /// RFC 3339 §5.6 but for small letters and leap seconds.
    private static func isDateTime(_ text: RawSpan, _ start: Int, _ count: Int) -> Bool {
        guard count >= 20, isDate(text, start), text.byte(start + 10) == UInt8(ascii: "T") else { return false }
        let clock = text.word(start + 11)
        guard clock & 0x0000_FF00_00FF_0000 == 0x0000_3A00_003A_0000 else { return false }
        // A colon is the digit after nine: 0x3A ^ 0x0A is a zero.
        guard areDigits(clock ^ 0x0000_0A00_000A_0000) else { return false }
        guard pair(text, start + 11) < 24, pair(text, start + 14) < 60, pair(text, start + 17) < 60 else { return false }
        var position = start + 19
        if text.byte(position) == UInt8(ascii: ".") {
            position += 1
            let first = position
            while text.byte(position) &- 0x30 < 10 { position += 1 }
            if position == first { return false }
        }
        let rest = start + count - position
        if rest == 1 { return text.byte(position) == UInt8(ascii: "Z") }
        guard rest == 6, text.byte(position) == UInt8(ascii: "+") || text.byte(position) == UInt8(ascii: "-") else { return false }
        let zone = text.word(position + 1)
        guard zone & 0xFF_0000 == 0x3A_0000, between(zone ^ 0x0A_0000, 0x30, 0x39) & 0x80_8080_8080 == 0x80_8080_8080 else { return false }
        return pair(text, position + 1) < 24 && pair(text, position + 4) < 60
    }

    /// A dot-string, `@`, and a host name of simple labels (RFC 5321 §4.1.2).
    private static func isEmail(_ text: RawSpan, _ start: Int, _ count: Int) -> Bool {
        guard count <= 64 else { return false }
        var position = start
        let end = start + count
        var last = UInt8(ascii: ".")
        while position < end {
            let byte = text.byte(position)
            if byte == UInt8(ascii: "@") { break }
            guard isWord(byte) || byte == UInt8(ascii: ".") && last != byte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            else { return false }
            last = byte
            position += 1
        }
        guard position < end, last != UInt8(ascii: ".") else { return false }
        position += 1
        last = UInt8(ascii: ".")
        while position < end {
            let byte = text.byte(position)
            // Labels with hyphens are left to the full rule: some begin with `xn--`.
            guard isWord(byte) && byte != UInt8(ascii: "_") || byte == UInt8(ascii: ".") && last != byte else { return false }
            last = byte
            position += 1
        }
        return last != UInt8(ascii: ".")
    }

    @inline(__always) private static func isWord(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }
}
