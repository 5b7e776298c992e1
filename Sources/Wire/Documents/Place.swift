/// A spot in a document's text, as a reader saw it.
package struct Place: Sendable, Hashable {
    private let storedOffset: UInt32
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// 0-based, counted in bytes from the start of the text.
    package var offset: Int { Int(storedOffset) }
    /// 1-based; 0 when the place is unknown. Lines end with LF or CR LF.
    package var line: Int { Int(storedLine) }
    /// 1-based, counted in Unicode scalars; 0 when unknown.
    package var column: Int { Int(storedColumn) }

    /// Values beyond 2³²−1 are kept as 2³²−1; no reader takes so large a document.
    package init(offset: Int, line: Int, column: Int) {
        storedOffset = UInt32(clamping: offset)
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// The place of a node that no text stands behind.
    package static let none = Place(offset: 0, line: 0, column: 0)

    /// False for nodes made in memory.
    package var isKnown: Bool { storedLine != 0 }
}

extension Place: CustomStringConvertible {
    /// `line:column`, or `-` when unknown.
    package var description: String { isKnown ? "\(line):\(column)" : "-" }
}
