/// Why and where a parser stopped: two words of memory, made into a sentence only when it is known that someone reads it.
struct TapeFault: Error {
    enum Reason: UInt8 {
        case empty, tooDeep, tooManyMembers, trailing, duplicateKey
        case value, `true`, `false`, null, name, nameOrBrace, colon, commaOrBrace, commaOrBracket
        case leadingZero, digit, digitBehindPoint, digitOfExponent
        case unclosedString, controlCharacter, notUTF8, escapeLetter, hexDigit, loneSurrogate
    }

    let reason: Reason
    /// In bytes from the start of the text.
    let offset: UInt32
    /// The surrogate, or the start and length of the repeated name.
    private let detail: UInt32
    private let length: UInt32
    private let isEscaped: Bool

    @inline(never)
    init(_ reason: Reason, at offset: Int, unit: UInt32 = 0) {
        (self.reason, self.offset, detail, length, isEscaped) = (reason, UInt32(truncatingIfNeeded: offset), unit, 0, false)
    }

    /// A name that stood before already.
    init(repeated entry: JSONTape.Entry) {
        (reason, offset, detail) = (.duplicateKey, entry.offset - 1, entry.offset)
        (length, isEscaped) = (entry.length, entry.has(JSONTape.Traits.escaped))
    }

    /// The error for people.
    func inWords(_ bytes: [UInt8], count: Int, limits: DocumentLimits) -> DocumentError {
        let offset = Int(self.offset)
        var finder = PlaceFinder()
        let place = finder.place(at: offset, in: bytes)
        let found = FoundByte(bytes, count: count, offset: offset)
        switch reason {
        case .empty: return .emptyDocument(at: place)
        case .tooDeep: return .tooDeep(limit: limits.maximumDepth, at: place)
        case .tooManyMembers: return .tooManyMembers(limit: limits.maximumMembers, at: place)
        case .trailing: return .trailing(found.words, at: place)
        case .duplicateKey:
            let name = JSONTape.Entry(
                offset: detail, length: length, next: 0, meta: JSONTape.Kind.name | (isEscaped ? JSONTape.Traits.escaped : 0))
            return .duplicateKey(String(decoding: JSONTape.content(of: name, bytes), as: UTF8.self), at: place)
        case .leadingZero: return .number("a number without leading zeros", found.words, at: place)
        case .unclosedString: return .truncated(expected: "the closing quote of a string", at: place)
        case .controlCharacter: return .controlCharacter(bytes[offset], at: place)
        case .notUTF8: return .notUTF8(bytes[offset], at: place)
        case .loneSurrogate: return .loneSurrogate(detail, at: place)
        case .digit, .digitBehindPoint, .digitOfExponent:
            if !found.isEnd { return .number(expected, found.words, at: place) }
        case .value, .true, .false, .null, .name, .nameOrBrace, .colon, .commaOrBrace, .commaOrBracket, .escapeLetter, .hexDigit: break
        }
        return found.isEnd ? .truncated(expected: expected, at: place) : .syntax(expected: expected, found: found.words, at: place)
    }

    private var expected: String {
        switch reason {
        case .empty, .tooDeep, .tooManyMembers, .trailing, .duplicateKey, .leadingZero, .unclosedString, .controlCharacter, .notUTF8,
            .loneSurrogate:
            ""
        case .value: "a value"
        case .true: "`true`"
        case .false: "`false`"
        case .null: "`null`"
        case .name: "a name in quotes"
        case .nameOrBrace: "a name in quotes or `}`"
        case .colon: "`:` after the name"
        case .commaOrBrace: "`,` or `}`"
        case .commaOrBracket: "`,` or `]`"
        case .digit: "a digit"
        case .digitBehindPoint: "a digit after the point"
        case .digitOfExponent: "a digit of the exponent"
        case .escapeLetter: "one of `\"\\/bfnrtu` after the backslash"
        case .hexDigit: "four hexadecimal digits after `\\u`"
        }
    }
}

/// How an error names the byte at an offset: `` `x` ``, a code point, a raw byte, or the end of the text.
private struct FoundByte {
    let words: String
    let isEnd: Bool

    init(_ bytes: [UInt8], count: Int, offset: Int) {
        isEnd = offset >= count
        guard !isEnd else {
            words = "the end of the text"
            return
        }
        let byte = bytes[offset]
        let length = UTF8Sequence.length(in: bytes.span.bytes, at: offset)
        if length == 0 {
            words = "the byte 0x" + String(byte, radix: 16, uppercase: true)
        } else if byte > 0x20, byte != 0x7F {
            words = "`" + String(decoding: bytes[offset..<offset + length], as: UTF8.self) + "`"
        } else {
            words = "U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
