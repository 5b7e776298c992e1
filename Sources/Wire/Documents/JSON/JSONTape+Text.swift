extension JSONTape {
    /// The decoded bytes of a string or name of a tape with these bytes.
    package static func content(of entry: Entry, _ bytes: [UInt8]) -> ArraySlice<UInt8> {
        let start = Int(entry.offset)
        let stop = start + Int(entry.length)
        guard entry.has(Traits.escaped) else { return bytes[start..<stop] }
        return EscapedText.decoded(bytes.span.bytes, from: start, to: stop)[...]
    }

    /// The decoded bytes of the string or name at an index.
    package func content(at index: Int) -> ArraySlice<UInt8> { Self.content(of: entries[index], bytes) }

    /// The text of a string, a name or a number.
    package func text(at index: Int) -> String { String(decoding: Self.content(of: entries[index], bytes), as: UTF8.self) }

    /// The number an entry stands for.
    package func number(_ entry: Entry) -> Number {
        Number(checked: String(decoding: Self.content(of: entry, bytes), as: UTF8.self))
    }
}
