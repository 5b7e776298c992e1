/// Up to 256 entries in one file: each with its length in two bytes, big-endian, before it (c2sp.org/tlog-tiles).
package enum EntryBundle {
    /// 65,535: what two bytes can count. Keep larger content elsewhere and log its hash.
    package static let maximumEntryBytes = 65_535

    /// Throws `tooLarge` for an entry over 65,535 bytes or more than 256 entries.
    package static func encode(_ entries: [[UInt8]]) throws(LogError) -> [UInt8] {
        guard entries.count <= TilePath.fullWidth else {
            throw LogError(.tooLarge, "a bundle has at most 256 entries, got \(entries.count)")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.reduce(0) { $0 + $1.count + 2 })
        for entry in entries {
            guard entry.count <= maximumEntryBytes else {
                throw LogError(.tooLarge, "expected an entry of at most \(maximumEntryBytes) bytes, got \(entry.count)")
            }
            bytes.append(UInt8(entry.count >> 8))
            bytes.append(UInt8(entry.count & 0xFF))
            bytes.append(contentsOf: entry)
        }
        return bytes
    }

    /// Throws `malformed` when the bytes end within an entry or hold more than 256.
    package static func decode(_ bytes: [UInt8]) throws(LogError) -> [[UInt8]] {
        try slices(of: bytes).map { Array($0) }
    }

    /// The entries where they lie. Throws like `decode`.
    static func slices(of bytes: [UInt8]) throws(LogError) -> [ArraySlice<UInt8>] {
        var entries: [ArraySlice<UInt8>] = []
        var offset = 0
        while offset < bytes.count {
            guard entries.count < TilePath.fullWidth else { throw LogError(.malformed, "the bundle has more than 256 entries") }
            guard offset + 2 <= bytes.count else { throw LogError(.malformed, "the bundle ends within a length at byte \(offset)") }
            let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            let end = offset + 2 + length
            guard end <= bytes.count else {
                throw LogError(.malformed, "the entry at byte \(offset) has \(length) bytes, but the bundle ends at \(bytes.count)")
            }
            entries.append(bytes[(offset + 2)..<end])
            offset = end
        }
        return entries
    }
}
