package import Documents
package import GRDB

/// A report that was made: one licence, template, period and revision.
package struct ReportRunRow: Sendable, Hashable {
    package let runID: String
    /// The template's id, `T16`.
    package let template: String
    /// The template's short name, `X-GAR-D`.
    package let name: String
    package let licence: String
    package let regulator: String
    /// `2026-10-15`, `2026-W42`, `2026-10` …
    package let period: String
    /// First and last gaming day, inclusive, `2026-10-15`.
    package let firstDay: String
    package let lastDay: String
    /// 1 for the first run of a licence, template and period; a correction adds one. The four together are unique.
    package let revision: Int
    /// A word of Reporting: `signed` …
    package let state: String
    package let generatedAt: Timestamp
    package let dueAt: Timestamp
    /// The run that this one corrects.
    package let replaces: String?
    package let rowCount: Int
    /// A canonical JSON object of strings.
    package let controlTotals: [UInt8]
    /// The canonical JSON of the manifest; empty when there is none yet.
    package let manifest: [UInt8]
    /// The detached JWS over `manifest`.
    package let manifestJWS: String?

    package init(
        runID: String, template: String, name: String, licence: String, regulator: String, period: String, firstDay: String,
        lastDay: String, revision: Int, state: String, generatedAt: Timestamp, dueAt: Timestamp, replaces: String?, rowCount: Int,
        controlTotals: [UInt8], manifest: [UInt8], manifestJWS: String?
    ) {
        self.runID = runID
        self.template = template
        self.name = name
        self.licence = licence
        self.regulator = regulator
        self.period = period
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.revision = revision
        self.state = state
        self.generatedAt = generatedAt
        self.dueAt = dueAt
        self.replaces = replaces
        self.rowCount = rowCount
        self.controlTotals = controlTotals
        self.manifest = manifest
        self.manifestJWS = manifestJWS
    }

    package init(row: Row) {
        runID = row["run_id"]
        template = row["template"]
        name = row["name"]
        licence = row["licence"]
        regulator = row["regulator"]
        period = row["period"]
        firstDay = row["first_day"]
        lastDay = row["last_day"]
        revision = row["revision"]
        state = row["state"]
        generatedAt = Timestamp(milliseconds: row["generated_at"])
        dueAt = Timestamp(milliseconds: row["due_at"])
        replaces = row["replaces"]
        rowCount = row["row_count"]
        controlTotals = [UInt8](blob: row["control_totals"])
        manifest = [UInt8](blob: row["manifest"])
        manifestJWS = row["manifest_jws"]
    }
}

/// One file of a run; its content lies in Reporting's vault under `sha256`.
package struct ReportFileRow: Sendable, Hashable {
    package let runID: String
    /// `csv`, `xml`, `pdf` …
    package let format: String
    package let mediaType: String
    /// Of the file's bytes, lower-case hex.
    package let sha256: String
    /// The file's length in bytes.
    package let bytes: Int

    package init(runID: String, format: String, mediaType: String, sha256: String, bytes: Int) {
        self.runID = runID
        self.format = format
        self.mediaType = mediaType
        self.sha256 = sha256
        self.bytes = bytes
    }
}

extension Snapshot {
    /// The runs of a period for some licences, by licence, template and revision; all templates when `template` is nil.
    package func reportRuns(period: String, licences: [String], template: String? = nil) throws -> [ReportRunRow] {
        let places = databaseQuestionMarks(count: licences.count)
        let arguments: StatementArguments = [period, template, template] + StatementArguments(licences)
        return try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM report_run WHERE period = ? AND (? IS NULL OR template = ?) AND licence IN (\(places))
                ORDER BY licence, template, revision
                """, arguments: arguments
        ).map(ReportRunRow.init)
    }

    /// The run with an id, or nil.
    package func reportRun(_ runID: String) throws -> ReportRunRow? {
        try Row.fetchOne(database, sql: "SELECT * FROM report_run WHERE run_id = ?", arguments: [runID]).map(ReportRunRow.init)
    }

    /// The newest revision of a licence, template and period, or nil.
    package func latestReportRun(licence: String, template: String, period: String) throws -> ReportRunRow? {
        try Row.fetchOne(
            database,
            sql: "SELECT * FROM report_run WHERE licence = ? AND template = ? AND period = ? ORDER BY revision DESC LIMIT 1",
            arguments: [licence, template, period]
        ).map(ReportRunRow.init)
    }

    /// The newest run of each template and period of a licence that covers a day of a span; days as `2026-10-15`, inclusive.
    package func latestReportRuns(licence: String, from first: String, through last: String) throws -> [ReportRunRow] {
        try Row.fetchAll(
            database,
            sql: """
                SELECT * FROM report_run r WHERE licence = :licence AND first_day <= :last AND last_day >= :first AND revision = (
                    SELECT MAX(revision) FROM report_run s
                    WHERE s.licence = r.licence AND s.template = r.template AND s.period = r.period)
                ORDER BY template, first_day, last_day
                """, arguments: ["licence": licence, "first": first, "last": last]
        ).map(ReportRunRow.init)
    }

    /// The files of a run, by format.
    package func reportFiles(of runID: String) throws -> [ReportFileRow] {
        try Row.fetchAll(database, sql: "SELECT * FROM report_file WHERE run_id = ? ORDER BY format", arguments: [runID]).map { row in
            ReportFileRow(
                runID: row["run_id"], format: row["format"], mediaType: row["media_type"], sha256: row["sha256"], bytes: row["bytes"])
        }
    }
}

extension Transaction {
    /// Adds a run and its files. Runs are never changed: a second one of the same revision is refused by the unique key.
    package func insert(_ run: ReportRunRow, files: [ReportFileRow]) throws {
        try database.execute(
            sql: "INSERT INTO report_run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run.runID, run.template, run.name, run.licence, run.regulator, run.period, run.firstDay, run.lastDay, run.revision,
                run.state, run.generatedAt.milliseconds, run.dueAt.milliseconds, run.replaces, run.rowCount, run.controlTotals.blob,
                run.manifest.isEmpty ? nil : run.manifest.blob, run.manifestJWS,
            ])
        for file in files {
            try database.execute(
                sql: "INSERT INTO report_file (run_id, format, media_type, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
                arguments: [file.runID, file.format, file.mediaType, file.sha256, file.bytes])
        }
    }
}
