/// Reading a padded text; every access is checked against the end of the padding.
extension RawSpan {
    /// The byte at `position`, 0-based.
    @inlinable @inline(__always) public func byte(_ position: Int) -> UInt8 { unsafeLoad(fromByteOffset: position, as: UInt8.self) }

    /// The eight bytes from `position`, the first in the lowest bits.
    @inlinable @inline(__always) public func word(_ position: Int) -> UInt64 {
        UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// Moves to the next byte that is no white space (RFC 8259 §2), and reads it.
    @inlinable @inline(__always) public func token(_ position: inout Int) -> UInt8 {
        var byte = self.byte(position)
        while byte <= 0x20 {
            if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { return byte }
            position &+= 1
            byte = self.byte(position)
        }
        return byte
    }

    /// The first byte from `start` that is a quote, a backslash, a control character or beyond ASCII.
    @inlinable @inline(__always) public func plain(from start: Int) -> Int {
        var position = start
        while true {
            let marks = SpecialBytes.marks(in: word(position))
            if marks != 0 { return position &+ marks.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
    }
}

/// Finds, eight bytes at a time, those that end a run of plain characters in a string.
@usableFromInline enum SpecialBytes {
    /// The highest bit of each byte that is `"`, `\`, below 0x20 or above 0x7F. The lowest mark is exact; a borrow may set others above
    /// a true one.
    @inlinable @inline(__always) static func marks(in word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = (word ^ (ones &* 0x22)) &- ones
        let backslash = (word ^ (ones &* 0x5C)) &- ones
        let control = word &- (ones &* 0x20)
        return (quote | backslash | control | word) & 0x8080_8080_8080_8080
    }
}
