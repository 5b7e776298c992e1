/// A stream of rows from one of the operator's systems.
package enum Feed: String, Sendable, CaseIterable {
    /// Money, play and where the money is kept.
    case transactions
    /// What random number generators gave and what happened to them.
    case rng
    /// Checks of players, suspicion, protection and complaints.
    case checks = "kyc_aml"

    /// The tables that a drop of the feed may add to.
    package var tables: Set<String> {
        switch self {
        case .transactions:
            [
                "player", "wallet", "payment", "bonus", "login_session", "game_session", "game_round", "wallet_tx", "jackpot_event",
                "funds_account", "funds_balance", "funds_transit",
            ]
        case .rng: ["rng", "rng_event", "rng_draw"]
        case .checks:
            [
                "player_status_event", "kyc_check", "cdd_state", "aml_alert", "aml_report", "rg_limit", "limit_hit", "exclusion",
                "register_check", "interaction", "complaint",
            ]
        }
    }
}

/// What is to be known of a table to take rows into it.
enum FeedTable {
    /// Tables whose rows are final: another row under a known key is refused. In the others it is the newer state and replaces it.
    static let final: Set<String> = [
        "wallet", "wallet_tx", "jackpot_event", "funds_balance", "rng_event", "rng_draw", "player_status_event", "cdd_state", "limit_hit",
        "register_check", "interaction",
    ]

    /// The column that tells when a row happened; rows of other tables are never late.
    static let instants: [String: String] = [
        "player": "registered_at", "payment": "requested_at", "bonus": "granted_at", "game_session": "ended_at",
        "game_round": "settled_at", "wallet_tx": "occurred_at", "jackpot_event": "at", "funds_transit": "initiated_at",
        "login_session": "started_at", "rng_event": "at", "rng_draw": "at", "player_status_event": "at", "kyc_check": "completed_at",
        "cdd_state": "since", "aml_alert": "created_at", "aml_report": "internal_at", "rg_limit": "requested_at", "limit_hit": "at",
        "exclusion": "started_at", "register_check": "at", "interaction": "at", "complaint": "received_at",
    ]
}
