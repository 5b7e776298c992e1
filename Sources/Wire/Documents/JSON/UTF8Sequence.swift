/// Well-formed UTF-8 byte sequences (Unicode standard, table 3-7).
enum UTF8Sequence {
    /// How many bytes the scalar at `index` takes, 1–4; 0 when the bytes there are not well-formed.
    static func length(in bytes: RawSpan, at index: Int) -> Int {
        let first = bytes.byte(index)
        let lower: UInt8
        let upper: UInt8
        let length: Int
        switch first {
        case 0..<0x80: return 1
        case 0xC2...0xDF: (length, lower, upper) = (2, 0x80, 0xBF)
        case 0xE0: (length, lower, upper) = (3, 0xA0, 0xBF)
        case 0xED: (length, lower, upper) = (3, 0x80, 0x9F)
        case 0xE1...0xEF: (length, lower, upper) = (3, 0x80, 0xBF)
        case 0xF0: (length, lower, upper) = (4, 0x90, 0xBF)
        case 0xF1...0xF3: (length, lower, upper) = (4, 0x80, 0xBF)
        case 0xF4: (length, lower, upper) = (4, 0x80, 0x8F)
        default: return 0
        }
        guard index + length <= bytes.byteCount, bytes.byte(index + 1) >= lower, bytes.byte(index + 1) <= upper else { return 0 }
        for trail in index + 2..<max(index + 2, index + length) where bytes.byte(trail) & 0xC0 != 0x80 { return 0 }
        return length
    }
}

extension UInt32 {
    /// The value of an ASCII hexadecimal digit of either case, nil for other bytes.
    init?(hexDigit byte: UInt8) {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = UInt32(byte - 0x30)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self = UInt32(byte - 0x57)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self = UInt32(byte - 0x37)
        default: return nil
        }
    }
}
