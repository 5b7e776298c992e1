package import Documents
import GRDB

/// What detection asks of the operator's tables, each from one unchanging state.
extension SourceDatabase {
    /// See `RTPSample.all`.
    package func returns(of licence: Licence, _ span: Range<Timestamp>) async throws -> [RTPSample] {
        try await read { try RTPSample.all(of: licence.id, span, in: $0) }
    }

    /// See `DrawSample.all`.
    package func draws(of licence: Licence, _ span: Range<Timestamp>, most: Int) async throws -> [DrawSample] {
        try await read { try DrawSample.all(of: licence.id, span, most: most, in: $0) }
    }

    /// See `ExclusionBreach.all`.
    package func exclusionBreaches(of licence: Licence, _ span: Range<Timestamp>, limit: Int) async throws -> [ExclusionBreach] {
        try await read { try ExclusionBreach.all(of: licence.id, span, limit: limit, in: $0) }
    }

    /// See `StructuredPayments.all`.
    package func structuredPayments(
        of licence: Licence, _ span: Range<Timestamp>, rule: StructuringRule, limit: Int
    ) async throws -> [StructuredPayments] {
        try await read { try StructuredPayments.all(of: licence, span, rule: rule, limit: limit, in: $0) }
    }

    /// See `FundsShortfall.all`.
    package func fundsShortfalls(of licence: Licence, _ span: Range<Timestamp>, limit: Int) async throws -> [FundsShortfall] {
        try await read { try FundsShortfall.all(of: licence, span, limit: limit, in: $0) }
    }

    /// See `FundsShortfall.statementEnds`.
    package func statementEnds(
        of licence: Licence, after start: Timestamp, through end: Timestamp, limit: Int
    ) async throws -> [Timestamp] {
        try await read { try FundsShortfall.statementEnds(of: licence, after: start, through: end, limit: limit, in: $0) }
    }

    /// Rows of a licence that came late with a drop received at an instant or after it; nil when there was never any. Unlike
    /// `lateRows`, whether reports were corrected plays no part.
    package func lateArrivals(of licence: String, receivedFrom instant: Timestamp) async throws -> LateArrivals? {
        try await read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT COUNT(*) AS drops, MIN(CASE WHEN received_at >= :from THEN late_from END) AS earliest,
                        MAX(received_at) AS received
                    FROM feed_drop WHERE licence_id = :licence AND late_from IS NOT NULL
                    """, arguments: ["licence": licence, "from": instant.milliseconds])
            guard let row, let received = row["received"] as Int64?, let earliest = row["earliest"] as Int64? else { return nil }
            return LateArrivals(
                drops: row["drops"], earliest: Timestamp(milliseconds: earliest), received: Timestamp(milliseconds: received))
        }
    }
}

/// Late rows of a licence, as far as somebody has to look at their time again.
package struct LateArrivals: Sendable, Hashable {
    /// How many drops ever brought any: two may come in the same millisecond.
    package let drops: Int64
    /// When the first of the rows that were asked for happened.
    package let earliest: Timestamp
    /// When the latest of the drops came.
    package let received: Timestamp
}
