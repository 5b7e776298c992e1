/// The lines before a note, one after another; a line that is not ended by a line feed, or is not UTF-8, is none.
struct NoteLines {
    /// What was not read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// The next line without its line feed; nil at the end and for what is no line.
    mutating func next() -> String? {
        guard let end = rest.firstIndex(of: 0x0A) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return String(validating: rest[..<end], as: UTF8.self)
    }
}
