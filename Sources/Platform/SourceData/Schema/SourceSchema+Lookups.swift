extension SourceSchema {
    /// The indexes of version 3: what logs page through (licence, then time, then key) and what a dossier looks up (player, then time).
    /// The key itself needs no naming: every index of a table without row ids ends with it.
    static let lookupIndexes = """

        CREATE INDEX game_round_by_start ON game_round (licence_id, started_at);
        CREATE INDEX game_session_by_time ON game_session (licence_id, started_at);
        CREATE INDEX login_session_by_time ON login_session (licence_id, started_at);
        CREATE INDEX rng_event_by_time ON rng_event (licence_id, at);
        CREATE INDEX rng_draw_by_time ON rng_draw (licence_id, at);
        CREATE INDEX kyc_check_by_time ON kyc_check (licence_id, requested_at);
        CREATE INDEX cdd_state_by_time ON cdd_state (licence_id, since);
        CREATE INDEX aml_alert_by_time ON aml_alert (licence_id, created_at);
        CREATE INDEX aml_report_by_time ON aml_report (licence_id, internal_at);
        CREATE INDEX change_record_by_time ON change_record (licence_id, at);
        CREATE INDEX wallet_by_player ON wallet (player_id);
        CREATE INDEX wallet_tx_by_player ON wallet_tx (player_id, occurred_at);
        CREATE INDEX game_round_by_player ON game_round (player_id, started_at);
        CREATE INDEX game_session_by_player ON game_session (player_id, started_at);
        CREATE INDEX login_session_by_player ON login_session (player_id, started_at);
        CREATE INDEX payment_by_player ON payment (player_id, requested_at);
        CREATE INDEX bonus_by_player ON bonus (player_id, granted_at);
        CREATE INDEX kyc_check_by_player ON kyc_check (player_id, requested_at);
        CREATE INDEX aml_alert_by_player ON aml_alert (player_id, created_at);
        CREATE INDEX aml_report_by_player ON aml_report (player_id, internal_at);
        CREATE INDEX rg_limit_by_player ON rg_limit (player_id, requested_at);
        CREATE INDEX limit_hit_by_limit ON limit_hit (limit_id, at);
        CREATE INDEX register_check_by_player ON register_check (player_id, at);
        CREATE INDEX interaction_by_player ON interaction (player_id, at);
        CREATE INDEX complaint_by_player ON complaint (player_id, received_at);
        """
}
