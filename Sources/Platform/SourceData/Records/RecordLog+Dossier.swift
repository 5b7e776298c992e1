extension RecordLog {
    /// The parts of a player's dossier that are records, each to be read for one player.
    package static let dossier = [
        RecordLog(name: "status", sources: [.statusEvents]),
        RecordLog(name: "payments", sources: [.payments]),
        RecordLog(name: "bonuses", sources: [.bonuses]),
        RecordLog(name: "transactions", sources: [.walletTransactions]),
        RecordLog(name: "rounds", sources: [.gameRounds]),
        RecordLog(name: "limits", sources: [.limits, .limitHits]),
        RecordLog(name: "exclusions", sources: [.exclusions]),
        RecordLog(name: "register-checks", sources: [.registerChecks]),
        RecordLog(name: "interactions", sources: [.interactions]),
        RecordLog(name: "kyc", sources: [.checks, .diligence]),
        RecordLog(name: "complaints", sources: [.complaints]),
        RecordLog(name: "sessions", sources: [.logins, .gameSessions]),
        suspicion,
    ]

    /// The part that only those see who may know of suspicions.
    package static let suspicion = RecordLog(name: "aml", sources: [.alerts, .suspicionReports])

    /// The part of that name; nil when there is none.
    package static func part(_ name: String) -> RecordLog? { dossier.first { $0.name == name } }
}

extension RecordSource {
    static let statusEvents = RecordSource(
        "player_status_event", time: "at", key: "event_id",
        [.texts("event_id", "licence_id", "player_id", "from_status", "to_status", "reason", "actor")])

    static let payments = RecordSource(
        "payment", time: "requested_at", key: "payment_id",
        [
            .texts("payment_id", "licence_id", "player_id", "kind", "method", "instrument_token", "instrument_country", "psp_id"),
            .money("amount"), .texts("currency", "status"), .instants("requested_at", "settled_at"), .texts("reject_reason"),
        ])

    static let bonuses = RecordSource(
        "bonus", time: "granted_at", key: "bonus_id",
        [
            .texts("bonus_id", "licence_id", "player_id", "campaign"), .instants("granted_at"),
            .money("amount", "wagering_required", "wagering_done"), [RecordColumn("currency", from: playersCurrency)], .texts("state"),
            .instants("ended_at"),
        ])

    /// A limit is money, but for the time of a session, which is minutes.
    static let limits = RecordSource(
        "rg_limit", time: "requested_at", key: "limit_id",
        [
            .texts("limit_id", "licence_id", "player_id", "kind", "window"),
            [
                RecordColumn("value", .money(places: 2), from: "CASE t.kind WHEN 'SESSION_TIME' THEN NULL ELSE t.value END"),
                RecordColumn("minutes", .integer, from: "CASE t.kind WHEN 'SESSION_TIME' THEN t.value END"),
                RecordColumn("currency", from: playersCurrency),
            ], .instants("requested_at", "effective_at", "superseded_at"), .texts("change", "set_by"),
        ])

    static let limitHits = RecordSource(
        "limit_hit", time: "at", key: "hit_id", ofPlayer: "t.limit_id IN (SELECT limit_id FROM rg_limit WHERE player_id = ?)",
        [
            .texts("hit_id", "licence_id", "limit_id"), .money("attempted"),
            [
                RecordColumn(
                    "currency",
                    from: "(SELECT currency FROM player WHERE player_id = (SELECT player_id FROM rg_limit WHERE limit_id = t.limit_id))")
            ], .flags("blocked"),
        ])

    static let exclusions = RecordSource(
        "exclusion", time: "started_at", key: "exclusion_id",
        [
            .texts("exclusion_id", "licence_id", "player_id", "kind", "register"),
            .instants("requested_at", "started_at", "min_end_at", "ended_at", "reinstated_at"), .money("balance_returned"),
            [RecordColumn("currency", from: playersCurrency)],
        ])

    static let registerChecks = RecordSource(
        "register_check", time: "at", key: "check_id",
        [
            .texts("check_id", "licence_id", "player_id", "register", "trigger", "result"), .integers("latency_ms"), .texts("external_ref"),
        ])

    static let interactions = RecordSource(
        "interaction", time: "at", key: "interaction_id",
        [
            .texts("interaction_id", "licence_id", "player_id", "marker", "channel"), .flags("automated"), .texts("action"),
            .instants("evaluated_at"), .texts("outcome"),
        ])

    static let complaints = RecordSource(
        "complaint", time: "received_at", key: "complaint_id",
        [
            .texts("complaint_id", "licence_id", "player_id"), .instants("received_at"), .texts("channel", "category", "state"),
            .flags("first_stage_resolved"), .instants("acknowledged_at", "extended_until", "decided_at"), .texts("outcome"),
            .money("amount_claimed", "amount_awarded"), [RecordColumn("currency", from: playersCurrency)], .texts("adr_provider"),
            .instants("adr_opened_at", "adr_decided_at"), .texts("adr_outcome"),
        ])

    static let player = RecordSource(
        "player", time: "registered_at", key: "player_id",
        [
            .texts("player_id", "licence_id", "player_ref"), .instants("registered_at"),
            .texts("dob", "country", "region", "status"), .instants("status_since"), .texts("risk_band", "currency"),
            .flags("is_test", "vip"), .texts("affiliate_id"), .instants("last_login_at", "last_stake_at", "closed_at"),
        ])
}
