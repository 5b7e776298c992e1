import AuditTrail
import Documents
import SourceData
import Store

/// The rows of gaming days that were already computed: a week and a month are made of the same days.
typealias DayCache = [GamingDay: ReportRows]

extension ReportService {
    /// How often a run is prepared anew because somebody else recorded one of the same report meanwhile.
    private static let attempts = 5

    /// Makes the run, unless the latest one has the same content.
    func ensure(
        _ template: ReportTemplate, _ licence: Licence, _ period: Period, cause: ReportCause, cache: inout DayCache
    ) async throws -> ReportRun {
        let triggeredAt = cause.triggeredAt ?? now()
        let zone = try check(template, licence, period)
        let state = SourceState(
            try await source.watermarks(of: licence.id), feeds: template.feeds, end: period.bounds(in: zone).upperBound)
        let (rows, totalled) = try await rows(template, licence, period, zone: zone, cache: &cache)
        var table = ReportTable(
            columns: template.columns, rows: rows.values, currency: licence.baseCurrency, totalled: totalled)
        alter?(&table)
        let dataset = try ReportFiles.datasetSHA256(table)
        for _ in 0..<Self.attempts {
            let latest = try await latestRun(template, licence, period)
            if let latest, latest.datasetSHA256 == dataset, latest.isDataComplete || !state.isComplete { return latest }
            let revision = (latest?.revision ?? 0) + 1
            let bounds = period.bounds(in: zone)
            let envelope = ReportEnvelope(
                template: template, licence: licence, period: period, bounds: bounds,
                generatedAt: max(bounds.upperBound, rows.latestPosting ?? bounds.upperBound),
                runID: PreparedReport.runID(template, licence, period, revision: revision, dataset: dataset),
                replaces: latest?.runID, revision: revision, datasetSHA256: dataset)
            let report = try PreparedReport(table, envelope: envelope, state: state)
            let dueAt = template.deadline.instant(after: period, in: zone)
            if let run = try await record(report, after: latest, triggeredAt: triggeredAt, dueAt: dueAt, cause: cause) { return run }
        }
        throw ReportingError.contended(template, licence.id, period)
    }

    private func check(_ template: ReportTemplate, _ licence: Licence, _ period: Period) throws -> GamingZone {
        guard template.regulators.contains(licence.regulator) else { throw ReportingError.regulator(template, licence.regulator) }
        guard template.cadences.contains(period.kind) else { throw ReportingError.cadence(template, period) }
        let zone = try GamingZone(licence.gamingDayZone)
        let end = period.bounds(in: zone).upperBound
        guard end <= now() else { throw ReportingError.notComplete(period, until: end.description) }
        return zone
    }

    /// The rows of a period, and how many of them go into the control totals.
    private func rows(
        _ template: ReportTemplate, _ licence: Licence, _ period: Period, zone: GamingZone, cache: inout DayCache
    ) async throws -> (ReportRows, totalled: Int) {
        var parts: [ReportRows] = []
        if template.units.contains(.day) {
            let missing = period.days.filter { cache[$0] == nil }
            let computed = try await source.read { [runner] database in
                try missing.map { day in
                    try ReportRows.of(
                        Period(.day, containing: day), as: .day, template, licence, zone: zone, runner: runner, in: database)
                }
            }
            for (day, rows) in zip(missing, computed) { cache[day] = rows }
            parts = period.days.compactMap { cache[$0] }
        }
        let daily = parts.reduce(0) { $0 + $1.values.count }
        if template.units.contains(.period) {
            parts.append(
                try await source.read { [runner] database in
                    try ReportRows.of(period, as: .period, template, licence, zone: zone, runner: runner, in: database)
                })
        }
        let rows = ReportRows.joined(parts)
        return (rows, template.units.contains(.day) ? daily : rows.values.count)
    }

    private func latestRun(_ template: ReportTemplate, _ licence: Licence, _ period: Period) async throws -> ReportRun? {
        try await store.read { snapshot in
            try snapshot.latestReportRun(licence: licence.id, template: template.id, period: period.description).map { row in
                try ReportRun(row, files: snapshot.reportFiles(of: row.runID))
            }
        }
    }

    /// Keeps the files, then the run, its audit entry and what its outlet promises in one transaction; nil when the latest run is another one by now.
    ///
    /// The files come first: a crash in between leaves files that nobody names, never a run without its files.
    private func record(
        _ report: PreparedReport, after latest: ReportRun?, triggeredAt: Timestamp, dueAt: Timestamp, cause: ReportCause
    ) async throws -> ReportRun? {
        let jws = try sign?(report.manifest)
        let at = now()
        for file in report.files { try vault.keep(file.bytes, at: at) }
        let (run, files) = try report.rows(state: jws == nil ? .draft : .signed, generatedAt: at, dueAt: dueAt, jws: jws)
        let entry = AuditEntry(
            at: at, operatorID: report.envelope.licence.operatorID, subject: .licence(run.licence), actor: cause.actor,
            action: .create, entity: "report_run", id: run.runID, after: try JSONReader.read(report.manifest), reason: cause.reason,
            requestID: cause.requestID)
        let expected = latest?.runID
        let recorded = try await store.write { [trail, outlet] transaction -> ReportRun? in
            let current = try transaction.snapshot.latestReportRun(licence: run.licence, template: run.template, period: run.period)
            guard current?.runID == expected else { return nil }
            try transaction.insert(run, files: files)
            try trail.record(in: transaction, entry)
            try outlet?.promise(run, files, triggeredAt, transaction)
            return try ReportRun(run, files: files)
        }
        if recorded != nil { outlet?.isDurable() }
        return recorded
    }
}
