/// A JSON text and, in one flat array, its values in the order written: what a reader makes before anything else.
///
/// Nothing is copied out of the text: an entry says where its value stands. So a document costs sixteen bytes a value, and a schema can
/// be asked of it without a tree.
///
/// Public where the checker's innermost loops need it: the optimiser sees into public functions of another module, not into package ones.
public struct JSONTape: Sendable {
    /// One value, or the name of a member.
    public struct Entry: Sendable {
        /// Where it stands in the text: of strings and names the first byte behind the quote.
        public var offset: UInt32
        /// Bytes of a scalar's text, between the quotes for strings; members or elements of a container.
        public var length: UInt32
        /// Index of the entry behind this value and all within it; of names the hash of the text.
        public var next: UInt32
        /// What it is: `Kind` in the low three bits, `Traits` above.
        public var meta: UInt32

        @inlinable @inline(__always)
        public init(offset: UInt32, length: UInt32, next: UInt32, meta: UInt32) {
            (self.offset, self.length, self.next, self.meta) = (offset, length, next, meta)
        }

        /// One of `Kind`.
        @inlinable @inline(__always) public var kind: UInt32 { meta & 7 }

        /// Whether it has one of `Traits`.
        @inlinable @inline(__always) public func has(_ traits: UInt32) -> Bool { meta & traits != 0 }
    }

    /// The low bits of `Entry.meta`; those of a value are below 7.
    public enum Kind {
        @inlinable @inline(__always) public static var null: UInt32 { 0 }
        @inlinable @inline(__always) public static var `false`: UInt32 { 1 }
        @inlinable @inline(__always) public static var `true`: UInt32 { 2 }
        @inlinable @inline(__always) public static var number: UInt32 { 3 }
        @inlinable @inline(__always) public static var string: UInt32 { 4 }
        @inlinable @inline(__always) public static var array: UInt32 { 5 }
        @inlinable @inline(__always) public static var object: UInt32 { 6 }
        @inlinable @inline(__always) public static var name: UInt32 { 7 }
    }

    /// What a reader noticed in passing and a user need not look for again.
    public enum Traits {
        /// A string with an escape.
        @inlinable @inline(__always) public static var escaped: UInt32 { 8 }
        /// A string with bytes above 0x7F.
        @inlinable @inline(__always) public static var wide: UInt32 { 16 }
        /// A number with a point.
        @inlinable @inline(__always) public static var fraction: UInt32 { 32 }
        /// A number with an exponent.
        @inlinable @inline(__always) public static var exponent: UInt32 { 64 }
    }

    /// Readable zero bytes behind the text, so that loops that read eight bytes at a time need no check for the end.
    package static let padding = 16

    /// The text, with `padding` behind it.
    package private(set) var bytes: [UInt8] = []
    /// Bytes of the text itself.
    package private(set) var count = 0
    /// The document's own value first; a container's values behind it, each member's name before its value.
    package private(set) var entries: [Entry] = []
    /// Where elements stood in their array, by entry, when some before them were not kept (see `ElementWatch`).
    private var positions: [Int: Int] = [:]

    /// An empty tape, to be filled by `read` before anything is asked of it.
    package init() {}

    /// - Throws: `DocumentError` for what is no JSON text (see `JSONReader`) or is beyond the limits.
    package init(_ text: [UInt8], limits: DocumentLimits = .standard) throws(DocumentError) {
        try read(text, limits: limits)
    }

    /// Replaces the document; the memory of the one before is used again.
    /// - Parameter watch: what looks at elements as they are read and says which are kept; nil to keep all.
    /// - Throws: `DocumentError` as `init` does; the tape is then good for nothing but another `read`.
    package mutating func read(
        _ text: [UInt8], limits: DocumentLimits = .standard, watch: (any ElementWatch)? = nil
    ) throws(DocumentError) {
        guard text.count <= limits.maximumBytes else { throw .tooLarge(text.count, limit: limits.maximumBytes) }
        // Offsets have 32 bits.
        guard text.count < Int(UInt32.max) - Self.padding else { throw .tooLarge(text.count, limit: Int(UInt32.max) - Self.padding - 1) }
        count = text.count
        bytes.removeAll(keepingCapacity: true)
        bytes.reserveCapacity(count + Self.padding)
        bytes.append(contentsOf: text)
        bytes.append(contentsOf: repeatElement(0, count: Self.padding))
        entries.removeAll(keepingCapacity: true)
        positions = [:]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { throw .byteOrderMark(at: Place(offset: 0, line: 1, column: 1)) }
        var elements = WatchedElements(watch)
        do {
            try TapeParser.parse(bytes, count: count, limits: limits, into: &entries, &elements)
            positions = elements.positions
        } catch {
            throw error.inWords(bytes, count: count, limits: limits)
        }
    }

    /// What was read so far, lent to a watch.
    init(lending bytes: [UInt8], count: Int, _ entries: consuming [Entry]) {
        self.bytes = bytes
        self.count = count
        self.entries = entries
    }

    /// The entries, which this tape is left without.
    mutating func takeEntries() -> [Entry] {
        defer { entries = [] }
        return entries
    }

    /// Where an element stood in its array: `counted`, unless elements before it were not kept.
    package func position(of element: Int, counted: Int) -> Int { positions.isEmpty ? counted : positions[element] ?? counted }
}
