import Documents
import GRDB

/// What a random number generator gave in a span, in the order of the draws, apart for each range that was drawn from.
package struct DrawSample: Sendable, Hashable {
    /// The values that were possible, both inclusive.
    package struct Limits: Sendable, Hashable, Comparable {
        package let low: Int64
        package let high: Int64

        /// Narrower ones first.
        package static func < (left: Limits, right: Limits) -> Bool { (left.high, left.low) < (right.high, right.low) }
    }

    package let rngID: String
    /// By the range.
    package private(set) var values: [Limits: [Int64]] = [:]
    /// Draws that were read.
    package private(set) var draws = 0
    /// Values that do not lie in their range, or cannot be read.
    package private(set) var strays = 0
    private var first = Int64.max
    private var last = Int64.min

    /// Draws of other licences, or beyond the span, that have a number between the first and the last.
    private var others: Int64 = 0

    /// Numbers between the first and the last that no draw has, of whatever licence: a generator numbers its draws without gaps, and may
    /// serve several licences.
    package var missing: Int64 {
        let (span, isTooLarge) = last.subtractingReportingOverflow(first)
        return draws == 0 ? 0 : isTooLarge ? .max : span - Int64(draws) - others + 1
    }

    /// Values of more ranges than this are not looked at: generators of games have a few.
    static let mostRanges = 200

    package init(rngID: String) {
        self.rngID = rngID
    }

    /// Adds the next draw.
    /// - Parameter numbers: the values as the log has them, `[17]`.
    mutating func add(number: Int64, _ limits: Limits, _ numbers: String) {
        first = min(first, number)
        last = max(last, number)
        draws += 1
        guard let numbers = Self.values(numbers) else {
            strays += 1
            return
        }
        for value in numbers {
            guard value >= limits.low, value <= limits.high else {
                strays += 1
                continue
            }
            if values[limits] != nil || values.count < Self.mostRanges { values[limits, default: []].append(value) }
        }
    }

    private static func values(_ text: String) -> [Int64]? {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int64($0) }
        return numbers.count == parts.count ? numbers : nil
    }

    /// By generator, of each the first `most` draws of the span.
    static func all(of licence: String, _ span: Range<Timestamp>, most: Int, in database: Database) throws -> [DrawSample] {
        let generators = try String.fetchAll(database, sql: "SELECT rng_id FROM rng ORDER BY rng_id")
        return try generators.compactMap { generator in
            var sample = DrawSample(rngID: generator)
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT draw_no, range_lo, range_hi, values_scaled FROM rng_draw
                    WHERE licence_id = :licence AND at >= :from AND at < :to AND rng_id = :generator ORDER BY at, draw_no LIMIT :most
                    """,
                arguments: [
                    "licence": licence, "from": span.lowerBound.milliseconds, "to": span.upperBound.milliseconds, "generator": generator,
                    "most": most,
                ])
            while let row = try rows.next() {
                sample.add(number: row[0], Limits(low: row[1], high: row[2]), row[3])
            }
            guard sample.draws > 0 else { return nil }
            let numbered = try Int64.fetchOne(
                database, sql: "SELECT COUNT(*) FROM rng_draw WHERE rng_id = ? AND draw_no BETWEEN ? AND ?",
                arguments: [generator, sample.first, sample.last])
            sample.others = (numbered ?? 0) - Int64(sample.draws)
            return sample
        }
    }
}
