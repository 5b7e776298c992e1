/// A log that regulators page through: records of one or two tables in the order of their time.
package struct RecordLog: Sendable {
    /// Kebab-case, as in the path.
    package let name: String
    package let sources: [RecordSource]

    /// Whether it can be asked for one player's records.
    package var hasPlayers: Bool { sources.contains { $0.ofPlayer != nil } }
    /// Whether it can be asked for one game's records.
    package var hasGames: Bool { sources.contains { $0.ofGame != nil } }

    /// The columns of all its records in one table, `record` and `at` first.
    package func tableColumns(restricted: RestrictedColumns) -> [String] {
        var names = ["record", "at"]
        for source in sources {
            for column in source.columns(restricted: restricted) where !names.contains(column.name) { names.append(column.name) }
        }
        return names
    }

    /// The log of that name; nil when there is none.
    package static func named(_ name: String) -> RecordLog? { all.first { $0.name == name } }

    /// Every log of the operator's systems.
    package static let all = [
        RecordLog(name: "transactions", sources: [.walletTransactions]),
        RecordLog(name: "game-rounds", sources: [.gameRounds]),
        RecordLog(name: "sessions", sources: [.logins, .gameSessions]),
        RecordLog(name: "rng", sources: [.generatorEvents, .draws]),
        RecordLog(name: "kyc", sources: [.checks, .diligence]),
        RecordLog(name: "aml", sources: [.alerts, .suspicionReports]),
        RecordLog(name: "changes", sources: [.changes]),
    ]
}

extension RecordSource {
    static let playersCurrency = "(SELECT currency FROM player WHERE player_id = t.player_id)"

    static let walletTransactions = RecordSource(
        "wallet_tx", time: "occurred_at", key: "tx_id",
        [
            .texts("tx_id", "licence_id", "wallet_id", "player_id"), .integers("seq"), .instants("occurred_at", "posted_at"),
            .texts("type"), .money("amount"), .integers("sign"), .money("balance_before", "balance_after"),
            [RecordColumn("currency", from: "(SELECT currency FROM wallet WHERE wallet_id = t.wallet_id)")],
            .texts("round_id", "payment_id", "bonus_id", "jackpot_id", "replaces_id", "reason", "actor"),
        ])

    static let gameRounds = RecordSource(
        "game_round", time: "started_at", key: "round_id", ofGame: byGameVersion,
        [
            .texts("round_id", "licence_id", "session_id", "player_id", "game_version_id"), .instants("started_at", "settled_at"),
            .texts("state", "currency"), .money("stake_cash", "stake_bonus", "win_cash", "win_bonus"),
            [RecordColumn("jackpot_contrib", .money(places: 10))], .money("jackpot_win"), .texts("channel", "outcome_code"),
            [RecordColumn("outcome_json", .document)], .texts("rng_id"), .integers("draw_first", "draw_count"),
        ])

    static let logins = RecordSource(
        "login_session", time: "started_at", key: "login_id",
        [
            .texts("login_id", "licence_id", "player_id"), .instants("started_at", "ended_at"),
            .texts("end_reason", "ip", "device", "geo_country"), .flags("geo_ok"),
        ])

    static let gameSessions = RecordSource(
        "game_session", time: "started_at", key: "session_id", ofGame: byGameVersion,
        [
            .texts("session_id", "licence_id", "login_id", "player_id", "game_version_id"), .instants("started_at", "ended_at"),
            .texts("end_reason"), .integers("rounds"), .money("balance_start", "balance_end"),
            [RecordColumn("currency", from: playersCurrency)],
        ])

    static let generatorEvents = RecordSource(
        "rng_event", time: "at", key: "rng_id", number: "event_id", ofPlayer: nil,
        [
            .texts("rng_id"), .integers("event_id"), .texts("licence_id", "kind", "entropy_source"), .integers("entropy_bits"),
            .texts("seed_commitment"), .integers("draws_since_seed"), .texts("test_code"), .numbers("statistic", "p_value"),
            .texts("actor", "prev_hash", "hash"),
        ])

    static let draws = RecordSource(
        "rng_draw", time: "at", key: "rng_id", number: "draw_no", ofPlayer: nil,
        [
            .texts("rng_id"), .integers("draw_no"), .texts("licence_id", "round_id"), .integers("range_lo", "range_hi", "n"),
            [RecordColumn("values_scaled", .document)], .texts("raw_sha256", "prev_hash", "hash"),
        ])

    static let checks = RecordSource(
        "kyc_check", time: "requested_at", key: "check_id",
        [
            .texts("check_id", "licence_id", "player_id", "kind"), [RecordColumn("trigger", isRestricted: true)], .texts("provider"),
            .instants("requested_at", "completed_at"), .texts("outcome", "expires_on"), [RecordColumn("doc_sha256", .document)],
        ])

    static let diligence = RecordSource(
        "cdd_state", time: "since", key: "player_id",
        [
            .texts("licence_id", "player_id"), .instants("since"), .texts("level"), .money("cumulative_tx"),
            [RecordColumn("currency", from: playersCurrency)], .instants("threshold_crossed_at"), .flags("funds_locked"),
        ])

    static let alerts = RecordSource(
        "aml_alert", time: "created_at", key: "alert_id",
        [
            .texts("alert_id", "licence_id", "player_id", "rule_code"), .instants("created_at", "window_from", "window_to"),
            .money("amount"), .texts("currency", "severity", "state", "analyst"), .instants("closed_at"), .texts("rationale"),
        ])

    static let suspicionReports = RecordSource(
        "aml_report", time: "internal_at", key: "aml_report_id",
        [
            .texts("aml_report_id", "licence_id", "fiu", "report_code", "player_id"), [RecordColumn("alert_ids", .document)],
            .instants("internal_at", "mlro_decided_at", "filed_at"), .texts("fiu_reference", "state"),
            [RecordColumn("indicators", .document)], .texts("payload_sha256"),
        ])

    static let changes = RecordSource(
        "change_record", time: "at", key: "change_id", ofPlayer: nil,
        [
            .texts("change_id", "licence_id", "component", "kind"),
            [RecordColumn("old_value", .document), RecordColumn("new_value", .document)], .texts("approver", "ticket"),
            .flags("critical"),
        ])
}
