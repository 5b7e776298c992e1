/// Bounds how far the aliases of a YAML text can multiply it, before a parser sees the text.
///
/// The bound is an upper one from the tokens `&name` and `*name` alone: an anchored node reaches at most to the first use of its anchor,
/// and holds at most the text up to there plus what the aliases within stand for.
enum AliasExpansion {
    /// Ten times the text, and a megabyte for short texts.
    private static func allowance(_ count: Int) -> Int { max(1 << 20, count * 10) }

    static func check(_ bytes: [UInt8], _ lines: LineTable) throws(DocumentError) {
        /// Anchors whose node may still be open: where they start and what the aliases since then add.
        var open: [ArraySlice<UInt8>: (start: Int, added: Int)] = [:]
        var sizes: [ArraySlice<UInt8>: Int] = [:]
        var total = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") {
            guard index == 0 || startsToken(after: bytes[index - 1]) else { continue }
            let name = bytes[(index + 1)...].prefix { isAnchorCharacter($0) }
            guard !name.isEmpty else { continue }
            if byte == UInt8(ascii: "&") {
                open[name] = (index, 0)
                sizes[name] = nil
                continue
            }
            if let anchor = open.removeValue(forKey: name) { sizes[name] = min(index - anchor.start + anchor.added, 1 << 40) }
            guard let size = sizes[name] else { continue }
            total += size
            for key in open.keys { open[key]?.added += size }
            if total > allowance(bytes.count) { throw .expansion(limit: allowance(bytes.count), at: lines.place(atOffset: index)) }
        }
    }

    private static func startsToken(after byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":")
    }

    private static func isAnchorCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
