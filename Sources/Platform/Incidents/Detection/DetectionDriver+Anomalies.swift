import Documents
import SourceData

/// From what the tables say to what the desk is told.
extension DetectionDriver {
    func anomalies(
        _ detector: Detector, _ licence: Licence, _ span: Range<Timestamp>, judgesGaps: Bool
    ) async throws -> [DetectedAnomaly] {
        switch detector {
        case .returns: try await returns(licence, span)
        case .draws: try await draws(licence, span, judgesGaps: judgesGaps)
        case .exclusions:
            try await source.exclusionBreaches(of: licence, span, limit: Self.mostFindings).map { Self.anomaly($0, licence) }
        case .structuring:
            if let rule = rules.structuring[licence.regulator] {
                try await source.structuredPayments(of: licence, span, rule: rule, limit: Self.mostFindings)
                    .map { Self.anomaly($0, licence, rule) }
            } else {
                []
            }
        case .funds: try await source.fundsShortfalls(of: licence, span, limit: Self.mostFindings).map { Self.anomaly($0, licence) }
        }
    }

    /// Measures every game, keeps the verdicts, and tells of those that are out.
    private func returns(_ licence: Licence, _ span: Range<Timestamp>) async throws -> [DetectedAnomaly] {
        let before = try await source.keptBands(of: licence, windowEndingAt: span.lowerBound)
        let verdicts = try await source.returns(of: licence, span).compactMap { sample in
            rules.returns.measurement(of: sample).map { measurement in
                (measurement: measurement, band: rules.returns.band(of: measurement, after: before[[sample.versionID, sample.currency]]))
            }
        }
        try await source.keep(verdicts, of: licence, span)
        return verdicts.filter { $0.band == .out }.prefix(Self.mostFindings).map { verdict in
            let (measurement, sample) = (verdict.measurement, verdict.measurement.sample)
            return DetectedAnomaly(
                detector: .returns, licence: licence.id, key: [sample.versionID, sample.currency, span.lowerBound.description],
                occurredAt: span.lowerBound,
                summary: """
                    The game \(sample.gameID) returned \(Self.percent(measurement.actual)) of the stakes of \(sample.rounds) rounds and \
                    states \(Self.percent(sample.statedReturn)); chance does not explain it
                    """,
                details: .object([
                    ("game_id", .string(sample.gameID)), ("game_version_id", .string(sample.versionID)),
                    ("window_from", .string(span.lowerBound.description)), ("window_to", .string(span.upperBound.description)),
                    ("rounds", .integer(sample.rounds)), ("rtp_actual", .string(Self.decimal(measurement.actual, 5))),
                    ("rtp_theoretical", .string(Self.decimal(sample.statedReturn, 5))), ("z", .string(Self.decimal(measurement.z, 2))),
                ]), playersAffected: sample.players)
        }
    }

    /// Tests every generator, keeps the results, and tells of those whose family fails, or whose draws are not all there.
    private func draws(_ licence: Licence, _ span: Range<Timestamp>, judgesGaps: Bool) async throws -> [DetectedAnomaly] {
        var anomalies: [DetectedAnomaly] = []
        for sample in try await source.draws(of: licence, span, most: rules.mostDraws) {
            let results = rules.draws.results(of: sample)
            let failures = rules.draws.failures(among: results)
            try await source.keep(
                results, failures: failures, of: sample.rngID, licence: licence, span, rate: rules.draws.rate)
            let missing = judgesGaps ? sample.missing : 0
            guard !failures.isEmpty || missing > 0 || sample.strays > 0 else { continue }
            let tests = Set(failures.map(\.code)).sorted()
            let found =
                failures.isEmpty
                ? "draws that are missing or beyond their range" : "draws that failed tests (\(tests.joined(separator: ", ")))"
            anomalies.append(
                DetectedAnomaly(
                    detector: .draws, licence: licence.id, key: [sample.rngID, span.lowerBound.description], occurredAt: span.lowerBound,
                    summary: "A random number generator gave \(found) in the week of \(span.lowerBound.description.prefix(10))",
                    details: .object([
                        ("generator_id", .string(sample.rngID)), ("finding", failures.isEmpty ? "DRAW_GAP" : "HEALTH_FAILURE"),
                        ("window_from", .string(span.lowerBound.description)), ("window_to", .string(span.upperBound.description)),
                        ("draws", .integer(sample.draws)), ("tests", .array(tests.map { .string($0) })),
                        ("missing", .integer(Int(missing))), ("beyond_range", .integer(sample.strays)),
                    ])))
        }
        return Array(anomalies.prefix(Self.mostFindings))
    }

    private static func anomaly(_ breach: ExclusionBreach, _ licence: Licence) -> DetectedAnomaly {
        let acts = ExclusionBreach.Act.allCases.filter { breach.counts[$0] != nil }
        return DetectedAnomaly(
            detector: .exclusions, licence: licence.id, key: [breach.exclusionID, breach.month], occurredAt: breach.firstAt,
            summary: "\(acts.map(words).joined(separator: ", ")) while an exclusion of the player was in force",
            details: .object([
                ("exclusion_kind", .string(breach.kind)), ("effective_at", .string(breach.effectiveAt.description)),
                ("acts", .object(acts.map { ($0.rawValue, .integer(breach.counts[$0] ?? 0)) })),
            ]), player: breach.playerID, playersAffected: 1)
    }

    private static func words(for act: ExclusionBreach.Act) -> String {
        switch act {
        case .play: "Play"
        case .deposit: "Deposit"
        case .login: "Login"
        case .marketing: "Marketing"
        }
    }

    private static func anomaly(_ payments: StructuredPayments, _ licence: Licence, _ rule: StructuringRule) -> DetectedAnomaly {
        let kind = payments.kind == "DEPOSIT" ? "deposits" : "withdrawals"
        return DetectedAnomaly(
            detector: .structuring, licence: licence.id, key: [payments.playerID, payments.kind, payments.day.description],
            occurredAt: payments.firstAt,
            summary: """
                \(payments.count) \(kind) of one player within \(rule.windowHours) hours, each just under \
                \(decimal(Double(rule.threshold) / 100, 2)) \(rule.currency)
                """,
            details: .object([
                ("rule", "RULE_STRUCTURING"), ("kind", .string(payments.kind)), ("payments", .integer(payments.count)),
                ("first_at", .string(payments.firstAt.description)), ("last_at", .string(payments.lastAt.description)),
            ]), player: payments.playerID, playersAffected: 1)
    }

    private static func anomaly(_ shortfall: FundsShortfall, _ licence: Licence) -> DetectedAnomaly {
        DetectedAnomaly(
            detector: .funds, licence: licence.id, key: [shortfall.currency, shortfall.day.description],
            // The day's last instant: links to logs lead into the day.
            occurredAt: shortfall.at.advanced(by: .milliseconds(-1)),
            summary: "Players' funds in \(shortfall.currency) were not covered at the end of \(shortfall.day)",
            details: .object([
                ("day", .string(shortfall.day.description)), ("currency", .string(shortfall.currency)),
                ("owed", .string(decimal(Double(shortfall.owed) / 100, 2))),
                ("covered", .string(decimal(Double(shortfall.covered) / 100, 2))),
            ]))
    }

    private static func percent(_ share: Double) -> String { decimal(share * 100, 2) + " %" }

    /// With so many decimals, rounded half away from zero.
    private static func decimal(_ value: Double, _ places: Int) -> String {
        let factor = (0..<places).reduce(1.0) { result, _ in result * 10 }
        let scaled = (abs(value) * factor).rounded()
        guard scaled < 1e15 else { return value < 0 ? "-∞" : "∞" }
        let digits = String(Int64(scaled))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        return (value < 0 && scaled > 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }
}
