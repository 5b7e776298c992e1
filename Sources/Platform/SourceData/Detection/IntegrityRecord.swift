package import Documents
import GRDB

/// The tables that keep what was measured and tested: `rtp_measurement` and `integrity_test`. A row is written once, under a key that
/// says what it is about, so that doing the same again changes nothing.
extension SourceDatabase {
    /// Keeps measurements of one window with their verdicts.
    package func keep(
        _ verdicts: [(measurement: RTPWatch.Measurement, band: RTPWatch.Band)], of licence: Licence, _ span: Range<Timestamp>
    ) async throws {
        let rows = verdicts.map { verdict -> StatementArguments in
            let (measurement, sample) = (verdict.measurement, verdict.measurement.sample)
            return [
                Self.key(of: sample.versionID, sample.currency, licence, from: span.lowerBound), licence.id, sample.versionID, "ALL",
                sample.currency, span.lowerBound.milliseconds, span.upperBound.milliseconds, sample.rounds, sample.turnover, sample.win,
                measurement.actual, sample.statedReturn, measurement.effectiveRounds, measurement.tolerance, measurement.z,
                verdict.band.rawValue,
            ]
        }
        try await write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO rtp_measurement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            for row in rows { try statement.execute(arguments: row) }
        }
    }

    /// Verdict and z of every version and currency in the window that ended at an instant, as they were kept; by version and currency.
    package func keptBands(
        of licence: Licence, windowEndingAt instant: Timestamp
    ) async throws -> [[String]: (band: RTPWatch.Band, z: Double)] {
        let rows = try await read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT game_version_id, stratum_value, verdict, z, measure_id, window_from FROM rtp_measurement
                    WHERE licence_id = ? AND window_to = ? AND stratum = 'ALL' AND z IS NOT NULL
                    """, arguments: [licence.id, instant.milliseconds]
            ).compactMap { row -> Kept? in
                let (version, currency) = (row["game_version_id"] as String, row["stratum_value"] as String)
                let from = Timestamp(milliseconds: row["window_from"])
                // The operator's own measurements of the same window have keys of their own, and perhaps another formula.
                guard let band = RTPWatch.Band(rawValue: row["verdict"]),
                    row["measure_id"] as String == Self.key(of: version, currency, licence, from: from)
                else { return nil }
                return Kept(game: [version, currency], band: band, z: row["z"])
            }
        }
        return Dictionary(rows.map { ($0.game, ($0.band, $0.z)) }, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps tests of one generator and window with their verdicts.
    package func keep(
        _ results: [DrawTests.Result], failures: [DrawTests.Result], of rngID: String, licence: Licence, _ span: Range<Timestamp>,
        rate: Double
    ) async throws {
        let rows = results.map { result -> StatementArguments in
            [
                "\(result.code)/\(licence.id)/\(rngID)/\(result.limits.low)-\(result.limits.high)/\(span.lowerBound.milliseconds)",
                licence.id, "RNG", rngID, result.code, span.upperBound.milliseconds - 1, result.draws, result.degrees, result.statistic,
                result.probability, rate, failures.contains(result) ? "FAIL" : "PASS",
            ]
        }
        try await write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO integrity_test VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
            for row in rows { try statement.execute(arguments: row) }
        }
    }

    private struct Kept: Sendable {
        let game: [String]
        let band: RTPWatch.Band
        let z: Double
    }

    private static func key(of version: String, _ currency: String, _ licence: Licence, from instant: Timestamp) -> String {
        "RTP/\(licence.id)/\(version)/\(currency)/\(instant.milliseconds)"
    }
}
