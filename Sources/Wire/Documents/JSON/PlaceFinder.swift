/// Turns offsets into lines and columns; quick when they are asked in ascending order.
package struct PlaceFinder {
    private var offset = 0
    private var line = 1
    private var column = 1

    /// At the start of a text.
    package init() {}

    /// The place of the byte at `target`, 0-based, of a text in UTF-8; columns count scalars.
    package mutating func place(at target: Int, in bytes: [UInt8]) -> Place {
        if target < offset { self = PlaceFinder() }
        var (line, column) = (line, column)
        let end = min(target, bytes.count)
        var position = offset
        let text = bytes.span.bytes
        while position < end {
            if position &+ 8 <= end {
                let word = text.word(position)
                // The highest bit of each byte that is a line feed, and of each that continues a scalar.
                let feeds = Self.zeros(word ^ 0x0A0A_0A0A_0A0A_0A0A)
                if feeds == 0 {
                    let continuations = word & ~(word &<< 1) & 0x8080_8080_8080_8080
                    column &+= 8 &- continuations.nonzeroBitCount
                    position &+= 8
                    continue
                }
            }
            let byte = text.byte(position)
            if byte == 0x0A {
                line &+= 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column &+= 1
            }
            position &+= 1
        }
        (offset, self.line, self.column) = (target, line, column)
        return Place(offset: target, line: line, column: column)
    }

    /// The highest bit of each byte that is zero; above the lowest mark others may be set falsely.
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 }
}
