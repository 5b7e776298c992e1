/// A part of a document that a `Range` field asks for (RFC 9110 §14): one range of bytes.
enum RangeField: Sendable, Hashable {
    /// The whole document: there is no range, one of another unit, one that cannot be read, or more than one.
    case whole
    /// These bytes, not empty.
    case part(Range<Int>)
    /// The range begins behind the end.
    case unsatisfiable

    /// - Parameters:
    ///   - field: the value of `Range`, nil when absent.
    ///   - count: the document's bytes.
    init(_ field: String?, count: Int) {
        guard let field, let equals = field.firstIndex(of: "="), field[..<equals].lowercased() == "bytes" else {
            self = .whole
            return
        }
        let halves = field[field.index(after: equals)...].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.filter { $0 != " " && $0 != "\t" } }
        guard halves.count == 2, halves.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            self = .whole
            return
        }
        // Digits beyond what fits are beyond the end of every document.
        let first = halves[0].isEmpty ? nil : Int(halves[0]) ?? .max
        let last = halves[1].isEmpty ? nil : min(Int(halves[1]) ?? .max, .max - 1)
        switch (first, last) {
        case (nil, nil): self = .whole
        case (nil, let suffix?): self = suffix == 0 || count == 0 ? .unsatisfiable : .part(max(0, count - suffix)..<count)
        case (let first?, let last?) where first > last: self = .whole
        case (let first?, _) where first >= count: self = .unsatisfiable
        case (let first?, let last): self = .part(first..<min((last ?? count - 1) + 1, count))
        }
    }
}
