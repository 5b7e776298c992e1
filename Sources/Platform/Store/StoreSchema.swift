import GRDB

/// The tables, version by version. A migration that was released is never edited: a change is a new one.
enum StoreSchema {
    /// Brings a database to the newest version.
    /// - Throws: `StoreError` `newer-schema` when a later release of the platform has already written to it.
    static func migrate(_ pool: DatabasePool) throws {
        let migrator = migrator
        if try pool.read({ try migrator.hasBeenSuperseded($0) }) {
            throw StoreError(.newerSchema, "\(pool.path) was written by a newer version")
        }
        try migrator.migrate(pool)
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 audit events and entities") { try $0.execute(sql: auditAndEntities) }
        migrator.registerMigration("2 reports") { try $0.execute(sql: reports) }
        migrator.registerMigration("3 requests and jobs") { try $0.execute(sql: requestsAndJobs) }
        migrator.registerMigration("4 access") { try $0.execute(sql: access) }
        migrator.registerMigration("5 delivery") { try $0.execute(sql: delivery) }
        migrator.registerMigration("6 incidents") { try $0.execute(sql: incidents) }
        migrator.registerMigration("7 sealed audit events") { try $0.execute(sql: sealedEvents) }
        migrator.registerMigration("8 WORM copy") { try $0.execute(sql: wormCopy) }
        migrator.registerMigration("9 log lease") { try $0.execute(sql: logLease) }
        migrator.registerMigration("12 job lanes") { try $0.execute(sql: lanes) }
        migrator.registerMigration("13 request replays") { try $0.execute(sql: replays) }
        migrator.registerMigration("14 history") { try $0.execute(sql: history) }
        migrator.registerMigration("15 tickets") { try $0.execute(sql: tickets) }
        migrator.registerMigration("17 ticket making") { try $0.execute(sql: ticketMaking) }
        migrator.registerMigration("18 callback origins and order") { try $0.execute(sql: callbackOrigins + deliveryOrder) }
        return migrator
    }

    /// `seq` is the leaf index: dense from 0, in commit order. Rows are never changed: the triggers refuse it.
    private static let auditAndEntities = """
        CREATE TABLE audit_event (
            seq INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, operator TEXT NOT NULL,
            action TEXT NOT NULL, entity TEXT NOT NULL, entity_id TEXT NOT NULL, leaf BLOB NOT NULL
        ) STRICT;
        CREATE INDEX audit_event_by_entity ON audit_event (entity, entity_id, seq);
        CREATE TRIGGER audit_event_is_final BEFORE UPDATE ON audit_event
            BEGIN SELECT RAISE(ABORT, 'an audit event is never changed'); END;
        CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event
            BEGIN SELECT RAISE(ABORT, 'an audit event is never deleted'); END;
        CREATE TABLE audit_attachment (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE log_state (
            id INTEGER PRIMARY KEY CHECK (id = 1), integrated_size INTEGER NOT NULL,
            intended_size INTEGER NOT NULL, intended_root BLOB NOT NULL, published_size INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE entity (
            kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, operator TEXT NOT NULL,
            value BLOB NOT NULL, changed_at INTEGER NOT NULL, PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """

    private static let reports = """
        CREATE TABLE report_run (
            run_id TEXT PRIMARY KEY, template TEXT NOT NULL, name TEXT NOT NULL, licence TEXT NOT NULL, regulator TEXT NOT NULL,
            period TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL,
            generated_at INTEGER NOT NULL, due_at INTEGER NOT NULL, replaces TEXT REFERENCES report_run (run_id),
            row_count INTEGER NOT NULL, control_totals BLOB NOT NULL, manifest BLOB, manifest_jws TEXT,
            UNIQUE (licence, template, period, revision)
        ) STRICT;
        CREATE INDEX report_run_by_period ON report_run (period, licence, template);
        CREATE TABLE report_file (
            run_id TEXT NOT NULL REFERENCES report_run (run_id), format TEXT NOT NULL, media_type TEXT NOT NULL,
            sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (run_id, format)
        ) STRICT, WITHOUT ROWID;
        """

    private static let requestsAndJobs = """
        CREATE TABLE request (
            request_id TEXT NOT NULL, client_id TEXT NOT NULL, digest TEXT NOT NULL, kind TEXT NOT NULL, parameters BLOB NOT NULL,
            format TEXT NOT NULL, callback_url TEXT NOT NULL, state TEXT NOT NULL, accepted_at INTEGER NOT NULL,
            due_by INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, delivered_at INTEGER, delivery_id TEXT,
            delivery BLOB, file_format TEXT, file_sha256 TEXT, file_bytes INTEGER, PRIMARY KEY (client_id, request_id)
        ) STRICT;
        CREATE TABLE job (
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL UNIQUE, payload BLOB NOT NULL, state TEXT NOT NULL,
            run_at INTEGER NOT NULL, lease_until INTEGER, lease_owner TEXT, fence INTEGER NOT NULL DEFAULT 0,
            attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT
        ) STRICT;
        CREATE INDEX job_by_time ON job (state, run_at);
        CREATE TABLE nonce (
            scope TEXT NOT NULL, nonce TEXT NOT NULL, expires_at INTEGER NOT NULL, PRIMARY KEY (scope, nonce)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX nonce_by_expiry ON nonce (expires_at);
        """

    private static let access = """
        CREATE TABLE access_token (
            token_id TEXT PRIMARY KEY, client_id TEXT NOT NULL, certificate TEXT NOT NULL, scope TEXT NOT NULL,
            issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX access_token_by_expiry ON access_token (expires_at);
        CREATE TABLE access_decision (
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, request_id TEXT NOT NULL UNIQUE, method TEXT NOT NULL, path TEXT NOT NULL,
            address TEXT NOT NULL, client_id TEXT, certificate TEXT, token_id TEXT, status INTEGER NOT NULL, refusal TEXT
        ) STRICT;
        CREATE INDEX access_decision_by_time ON access_decision (at);
        """

    private static let delivery = """
        CREATE TABLE delivery_channel (
            channel_id TEXT PRIMARY KEY, licence TEXT NOT NULL, settings BLOB NOT NULL, ends_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX delivery_channel_by_licence ON delivery_channel (licence, ends_at);
        CREATE TABLE delivery (
            delivery_id TEXT PRIMARY KEY, run_id TEXT NOT NULL REFERENCES report_run (run_id), channel_id TEXT NOT NULL,
            kind TEXT NOT NULL, template TEXT NOT NULL, licence TEXT NOT NULL, regulator TEXT NOT NULL, format TEXT NOT NULL,
            state TEXT NOT NULL, triggered_at INTEGER NOT NULL, due_at INTEGER NOT NULL, opened_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0, replays INTEGER NOT NULL DEFAULT 0, acknowledged_at INTEGER, reference TEXT,
            last_error TEXT, alarm INTEGER NOT NULL DEFAULT 0, UNIQUE (run_id, channel_id)
        ) STRICT;
        CREATE INDEX delivery_by_state ON delivery (state, due_at);
        CREATE INDEX delivery_by_trigger ON delivery (triggered_at, delivery_id);
        """
}
