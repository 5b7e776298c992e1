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
        for position in offset..<min(target, bytes.count) {
            let byte = bytes[position]
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        (offset, self.line, self.column) = (target, line, column)
        return Place(offset: target, line: line, column: column)
    }
}
