/// Finds what a person probably meant.
package enum Spelling {
    /// Candidates within a third of the word's length (at least 1, at most 3) of edit distance, nearest first, at most three.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> [String] {
        let allowed = min(3, max(1, word.count / 3))
        var found: [(distance: Int, word: String)] = []
        for candidate in candidates {
            let distance = distance(word.lowercased(), candidate.lowercased())
            if distance <= allowed { found.append((distance, candidate)) }
        }
        found.sort { ($0.distance, $0.word) < ($1.distance, $1.word) }
        return found.prefix(3).map(\.word)
    }

    /// Damerau–Levenshtein distance with adjacent transpositions; words over 64 characters count as infinitely far.
    package static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left)
        let b = Array(right)
        guard a.count <= 64, b.count <= 64 else { return left == right ? 0 : Int.max }
        guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
        var rows = [Array(0...b.count)]
        for i in 1...a.count {
            var row = [i]
            for j in 1...b.count {
                var best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, rows[i - 2][j - 2] + 1) }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
