extension TapeParser {
    /// A number (RFC 8259 §6); `position` is at its first byte, then behind its last.
    /// - Returns: `JSONTape.Traits`.
    @inline(__always)
    static func number(_ text: RawSpan, _ position: inout Int) throws(TapeFault) -> UInt32 {
        var traits: UInt32 = 0
        var next = position
        if text.byte(next) == UInt8(ascii: "-") { next &+= 1 }
        if text.byte(next) == UInt8(ascii: "0") {
            next &+= 1
            if isDigit(text.byte(next)) { throw TapeFault(.leadingZero, at: next) }
        } else {
            if !isDigit(text.byte(next)) { throw TapeFault(.digit, at: next) }
            repeat { next &+= 1 } while isDigit(text.byte(next))
        }
        if text.byte(next) == UInt8(ascii: ".") {
            traits = JSONTape.Traits.fraction
            next &+= 1
            if !isDigit(text.byte(next)) { throw TapeFault(.digitBehindPoint, at: next) }
            repeat { next &+= 1 } while isDigit(text.byte(next))
        }
        if text.byte(next) | 0x20 == UInt8(ascii: "e") {
            traits |= JSONTape.Traits.exponent
            next &+= 1
            if text.byte(next) == UInt8(ascii: "+") || text.byte(next) == UInt8(ascii: "-") { next &+= 1 }
            if !isDigit(text.byte(next)) { throw TapeFault(.digitOfExponent, at: next) }
            repeat { next &+= 1 } while isDigit(text.byte(next))
        }
        position = next
        return traits
    }

    @inline(__always) private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// `true`, `false` or `null`.
    static func literal(_ text: RawSpan, _ position: Int, _ byte: UInt8) throws(TapeFault) -> (kind: UInt32, length: UInt32) {
        let word = text.word(position)
        switch byte {
        case UInt8(ascii: "t"):
            if UInt32(truncatingIfNeeded: word) == 0x6575_7274 { return (JSONTape.Kind.true, 4) }
            throw TapeFault(.true, at: position + matching("true", text, position))
        case UInt8(ascii: "f"):
            if word & 0xFF_FFFF_FFFF == 0x65_736C_6166 { return (JSONTape.Kind.false, 5) }
            throw TapeFault(.false, at: position + matching("false", text, position))
        case UInt8(ascii: "n"):
            if UInt32(truncatingIfNeeded: word) == 0x6C6C_756E { return (JSONTape.Kind.null, 4) }
            throw TapeFault(.null, at: position + matching("null", text, position))
        default: throw TapeFault(.value, at: position)
        }
    }

    /// How many bytes of the word stand in the text.
    private static func matching(_ word: String, _ text: RawSpan, _ position: Int) -> Int {
        var count = 0
        for byte in word.utf8 {
            if text.byte(position + count) != byte { break }
            count += 1
        }
        return count
    }

    /// The rest of a string from the first byte that is not plain: escapes (RFC 8259 §7) and UTF-8 are checked, not yet decoded.
    /// - Returns: where the closing quote is, and `JSONTape.Traits`.
    static func string(_ text: RawSpan, from first: Int, end: Int) throws(TapeFault) -> (stop: Int, traits: UInt32) {
        var position = first
        var traits: UInt32 = 0
        while true {
            let byte = text.byte(position)
            switch byte {
            case UInt8(ascii: "\""): return (position, traits)
            case UInt8(ascii: "\\"):
                traits |= JSONTape.Traits.escaped
                position = try escape(text, at: position)
            case 0..<0x20: throw TapeFault(position >= end ? .unclosedString : .controlCharacter, at: position)
            case 0x20..<0x80: position = text.plain(from: position)
            default:
                traits |= JSONTape.Traits.wide
                let length = UTF8Sequence.length(in: text, at: position)
                if length == 0 { throw TapeFault(.notUTF8, at: position) }
                position &+= length
            }
        }
    }

    /// Behind the escape at `start`.
    private static func escape(_ text: RawSpan, at start: Int) throws(TapeFault) -> Int {
        switch text.byte(start + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"): break
        default: throw TapeFault(.escapeLetter, at: start + 1)
        }
        let unit = try fourHexDigits(text, at: start + 2)
        guard unit >= 0xD800, unit < 0xE000 else { return start + 6 }
        guard unit < 0xDC00, text.byte(start + 6) == UInt8(ascii: "\\"), text.byte(start + 7) == UInt8(ascii: "u") else {
            throw TapeFault(.loneSurrogate, at: start, unit: unit)
        }
        let low = try fourHexDigits(text, at: start + 8)
        guard low >= 0xDC00, low < 0xE000 else { throw TapeFault(.loneSurrogate, at: start, unit: unit) }
        return start + 12
    }

    private static func fourHexDigits(_ text: RawSpan, at start: Int) throws(TapeFault) -> UInt32 {
        var value: UInt32 = 0
        for position in start..<start + 4 {
            guard let digit = UInt32(hexDigit: text.byte(position)) else { throw TapeFault(.hexDigit, at: position) }
            value = value << 4 | digit
        }
        return value
    }
}
