package import AuditTrail
package import Documents
package import SourceData
package import Store

/// Makes reports from the operator's tables, keeps them, and shows them.
///
/// A report is made once for the same licence, template, period and content. When the source data have changed since, the next
/// `ensure` makes a new run that names the one it replaces; nothing is changed or deleted.
package final class ReportService: Sendable {
    /// Where things lie.
    package struct Configuration: Sendable {
        /// Where finished files lie.
        package var vaultDirectory: String
        /// The folder of the SQL models, `Pipelines/dbt/models` in the source tree.
        package var modelsDirectory: String

        /// Both are paths of directories; only the second must exist.
        package init(vaultDirectory: String, modelsDirectory: String) {
            self.vaultDirectory = vaultDirectory
            self.modelsDirectory = modelsDirectory
        }
    }

    let store: PlatformStore
    let source: SourceDatabase
    let trail: AuditTrail
    let vault: ReportVault
    let runner: ModelRunner
    let now: @Sendable () -> Timestamp
    let sign: (@Sendable ([UInt8]) throws -> String)?
    let alter: (@Sendable (inout ReportTable) -> Void)?

    /// - Parameters:
    ///   - now: the clock of `generated_at` in runs and audit entries, and of what counts as over.
    ///   - sign: makes the detached JWS over a manifest; without it runs stay drafts.
    ///   - alter: spoils a table before it is written. A sandbox's means of playing a broken platform; nil in production.
    /// - Throws: `ReportingError` `invalid-model`.
    package init(
        store: PlatformStore, source: SourceDatabase, trail: AuditTrail, configuration: Configuration,
        now: @escaping @Sendable () -> Timestamp, sign: (@Sendable ([UInt8]) throws -> String)? = nil,
        alter: (@Sendable (inout ReportTable) -> Void)? = nil
    ) throws {
        self.store = store
        self.source = source
        self.trail = trail
        self.now = now
        self.sign = sign
        self.alter = alter
        vault = ReportVault(directory: configuration.vaultDirectory)
        runner = try ModelRunner(modelsDirectory: configuration.modelsDirectory)
    }

    /// The run of a template, licence and period that fits the data as they are now: the latest one, or a new one.
    /// - Parameters:
    ///   - template: id or name.
    ///   - cause: who or what asked for it, for the audit entry of a new run.
    /// - Throws: `ReportingError` (`unknown-template`, `unknown-licence`, `cadence-not-offered`, `regulator-not-served`,
    ///   `period-not-complete`, …), `StoreError` or `DatabaseError`; then nothing was recorded.
    package func ensure(
        template: String, licence: String, period: Period, cause: ReportCause = .schedule
    ) async throws -> ReportRun {
        let template = try ReportTemplate.named(template)
        guard let licence = try await source.licences().first(where: { $0.id == licence }) else {
            throw ReportingError.noLicence(licence)
        }
        var cache = DayCache()
        return try await ensure(template, licence, period, cause: cause, cache: &cache)
    }

    /// The runs of a period, by licence, template and revision: corrected ones too.
    /// - Parameter template: id or name; all templates when nil.
    package func runs(of period: Period, licences: [String], template: String? = nil) async throws -> [ReportRun] {
        let id = try template.map { try ReportTemplate.named($0).id }
        return try await store.read { snapshot in
            try snapshot.reportRuns(period: period.description, licences: licences, template: id).map { row in
                try ReportRun(row, files: snapshot.reportFiles(of: row.runID))
            }
        }
    }

    /// The run with an id; nil when there is none.
    package func run(_ runID: String) async throws -> ReportRun? {
        try await store.read { snapshot in
            try snapshot.reportRun(runID).map { try ReportRun($0, files: snapshot.reportFiles(of: runID)) }
        }
    }

    /// The bytes of a run's file, checked against their hash.
    /// - Throws: `ReportingError` `format-not-offered` or `file-damaged`.
    package func document(of run: ReportRun, _ format: ReportFormat) throws(ReportingError) -> [UInt8] {
        guard let file = run.file(format) else { throw .format(format, of: run.runID) }
        return try vault.read(file.sha256)
    }

    /// Makes the runs of all periods that are over, lie within a licence's time of activity and have none yet; returns those made.
    ///
    /// Call it at start and whenever a gaming day ends: a missed call is made up by the next. Runs that exist are not looked
    /// at again; late data are taken up by `ensure`.
    /// - Parameter now: the instant at which a period must be over; never later than the service's own clock.
    package func catchUp(now: Timestamp) async throws -> [ReportRun] {
        let now = min(now, self.now())
        var made: [ReportRun] = []
        for licence in try await source.licences() {
            guard let activity = try await source.activity(of: licence.id) else { continue }
            let zone = try GamingZone(licence.gamingDayZone)
            for template in ReportTemplate.all where template.regulators.contains(licence.regulator) {
                var cache = DayCache()
                for kind in template.cadences {
                    var period = Period(kind, containing: zone.day(of: activity.lowerBound))
                    let last = zone.day(of: activity.upperBound)
                    while period.firstDay <= last, period.bounds(in: zone).upperBound <= now {
                        let known = period
                        let isMissing = try await store.read { snapshot in
                            try snapshot.latestReportRun(licence: licence.id, template: template.id, period: known.description) == nil
                        }
                        if isMissing { made.append(try await ensure(template, licence, period, cause: .schedule, cache: &cache)) }
                        period = period.next
                    }
                }
            }
        }
        return made
    }
}
