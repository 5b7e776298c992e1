/// Where a tile or an entry bundle lies within a log: `tile/0/x001/067`, `tile/entries/000.p/12` (c2sp.org/tlog-tiles).
package struct TilePath: Hashable, Sendable {
    /// What the file holds.
    package enum Kind: Hashable, Sendable {
        /// Hashes of one level, 0 to 63; level 0 is the leaves', each further level stands for 256 times as many.
        case hashes(level: Int)
        /// The entries themselves.
        case entries
    }

    /// How many hashes or entries a full file has: 256.
    package static let fullWidth = 256

    package let kind: Kind
    /// The file's 0-based number within its level.
    package let index: Int64
    /// How many hashes or entries it has, 1 to 256; fewer than 256 is a partial file.
    package let width: Int

    /// The arguments must be in range: level 0 to 63, index not negative, width 1 to 256.
    package init(_ kind: Kind, index: Int64, width: Int = TilePath.fullWidth) {
        if case .hashes(let level) = kind { precondition((0...63).contains(level), "a tile's level is 0 to 63, got \(level)") }
        precondition(index >= 0, "a tile's index is not negative, got \(index)")
        precondition((1...Self.fullWidth).contains(width), "a tile's width is 1 to 256, got \(width)")
        self.kind = kind
        self.index = index
        self.width = width
    }

    /// Reads exactly the paths that `description` writes; throws `malformed` for all others.
    package init(parsing path: String) throws(LogError) {
        guard let read = Self.read(path), read.description == path else { throw LogError(.malformed, "not the path of a tile", path: path) }
        self = read
    }

    /// Whether the file has fewer than 256 hashes or entries and so will be superseded.
    package var isPartial: Bool { width < Self.fullWidth }

    /// The path of the same file with another width.
    package func resized(to width: Int) -> TilePath { TilePath(kind, index: index, width: width) }

    private static func read(_ path: String) -> TilePath? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
        guard parts.count <= 12, parts.popFirst() == "tile", let head = parts.popFirst() else { return nil }
        var kind = Kind.entries
        if head != "entries" {
            guard let level = Decimal.parse(head), level <= 63 else { return nil }
            kind = .hashes(level: Int(level))
        }
        var width = fullWidth
        if parts.count >= 2, let group = parts.dropLast().last, group.hasSuffix(".p") {
            guard let last = parts.popLast(), let partial = Decimal.parse(last), (1..<Int64(fullWidth)).contains(partial) else {
                return nil
            }
            width = Int(partial)
            parts[parts.endIndex - 1] = group.dropLast(2)
        }
        var index: Int64 = 0
        for (position, group) in parts.enumerated() {
            let digits = position == parts.count - 1 ? group : group.dropFirst()
            guard digits.utf8.count == 3, let value = Int64(digits), value >= 0 else { return nil }
            let (shifted, overflowed) = index.multipliedReportingOverflow(by: 1000)
            let (sum, overflowedToo) = shifted.addingReportingOverflow(value)
            guard !overflowed, !overflowedToo else { return nil }
            index = sum
        }
        return parts.isEmpty ? nil : TilePath(kind, index: index, width: width)
    }
}

extension TilePath: CustomStringConvertible {
    /// The path relative to the log, the index in groups of three digits with `x` before all but the last.
    package var description: String {
        var groups = [Self.padded(index % 1000)]
        var rest = index / 1000
        while rest > 0 {
            groups.append("x" + Self.padded(rest % 1000))
            rest /= 1000
        }
        let head =
            switch kind {
            case .hashes(let level): String(level)
            case .entries: "entries"
            }
        return "tile/\(head)/\(groups.reversed().joined(separator: "/"))\(isPartial ? ".p/\(width)" : "")"
    }

    private static func padded(_ group: Int64) -> String {
        let digits = String(group)
        return String(repeating: "0", count: 3 - digits.count) + digits
    }
}
