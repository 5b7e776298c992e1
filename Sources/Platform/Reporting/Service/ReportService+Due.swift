package import Documents
import SourceData
import Store

extension ReportService {
    /// Makes all reports that the timetable asks for and that have no run yet; returns those made.
    ///
    /// Call it at start and whenever a gaming day ends: a missed call is made up by the next. Runs that exist are looked at again
    /// only while their data are marked incomplete; late data of the others are taken up by `ensure` and `revise`.
    /// - Parameter now: the instant at which a period must be over; never later than the service's own clock.
    package func catchUp(now: Timestamp) async throws -> [ReportRun] {
        let now = min(now, self.now())
        var made: [ReportRun] = []
        for licence in try await source.licences() {
            let watermarks = try await source.watermarks(of: licence.id)
            let activity = try await source.activity(of: licence.id)
            guard let span = ReportSpan.scheduled(activity, watermarks, now: now) else { continue }
            let due = try Schedule(templates: templates.templates).reports(of: licence, in: span, over: now)
            made += try await make(due, watermarks, now: now)
        }
        return made
    }

    /// Makes the reports of one completed period that the timetable has not come to yet; a period that is not over, waits for its
    /// feeds, or of which nothing is known, is left alone.
    ///
    /// - Parameters:
    ///   - licences: whose runs; identifiers that the source does not know are ignored.
    ///   - template: id or name; nil for every template that is made for such a period.
    package func makeDue(_ period: Period, licences: [String], template: String? = nil) async throws {
        let wanted = try template.map { [try templates.named($0)] } ?? templates.templates
        let now = self.now()
        for licence in try await source.licences() where licences.contains(licence.id) {
            let zone = try GamingZone(licence.gamingDayZone)
            let bounds = period.bounds(in: zone)
            let watermarks = try await source.watermarks(of: licence.id)
            guard bounds.upperBound <= now,
                let span = ReportSpan.covered(try await source.activity(of: licence.id), watermarks, now: now), span.overlaps(bounds)
            else { continue }
            let due = wanted.filter { $0.cadences.contains(period.kind) && $0.regulators.contains(licence.regulator) }
                .map { Schedule.report($0, licence, period, zone: zone) }
            _ = try await make(due, watermarks, now: now)
        }
    }

    /// The next report of one day that the timetable will ask of a licence after an instant, as far as its data reach: nil when they end
    /// before.
    /// - Throws: `unknown-template`, `no-licence`; what the source throws.
    package func nextDaily(_ template: String, of licence: String, after instant: Timestamp) async throws -> DueReport? {
        let template = try templates.named(template)
        guard let licence = try await source.licences().first(where: { $0.id == licence }) else {
            throw ReportingError.noLicence(licence)
        }
        // Beyond a month nobody waits for the end of a day.
        let horizon = instant.advanced(by: .seconds(31 * 86_400))
        let watermarks = try await source.watermarks(of: licence.id)
        guard let span = ReportSpan.scheduled(try await source.activity(of: licence.id), watermarks, now: horizon) else { return nil }
        return try Schedule(templates: [template]).reports(of: licence, in: span, over: horizon)
            .filter { $0.period.kind == .day && $0.opensAt > instant }.min { $0.opensAt < $1.opensAt }
    }

    /// Makes corrections of the reports of a licence that cover an instant of a span, where rows came late: each names the run that it
    /// replaces. A report that the late rows do not change stays as it is.
    /// - Returns: the new runs.
    package func revise(_ licence: String, from first: Timestamp, through last: Timestamp) async throws -> [ReportRun] {
        guard let zone = try await source.licences().first(where: { $0.id == licence }).map({ try GamingZone($0.gamingDayZone) }) else {
            throw ReportingError.noLicence(licence)
        }
        let (from, to) = (zone.day(of: first).description, zone.day(of: last).description)
        let latest = try await store.read { try $0.latestReportRuns(licence: licence, from: from, through: to) }
        var made: [ReportRun] = []
        for row in latest {
            let run = try await ensure(template: row.template, licence: licence, period: Period(parsing: row.period))
            if run.runID != row.runID { made.append(run) }
        }
        return made
    }

    private func make(_ due: [DueReport], _ watermarks: [FeedWatermark], now: Timestamp) async throws -> [ReportRun] {
        var made: [ReportRun] = []
        var caches: [String: DayCache] = [:]
        for report in due where report.isReady(at: now, watermarks) {
            let (template, licence, period) = (report.template, report.licence, report.period)
            let latest = try await store.read { snapshot in
                try snapshot.latestReportRun(licence: licence.id, template: template.id, period: period.description).map { row in
                    try ReportRun(row, files: [])
                }
            }
            let isComplete = SourceState(watermarks, feeds: template.feeds, end: report.opensAt).isComplete
            if let latest, latest.isDataComplete || !isComplete { continue }
            var cache = caches.removeValue(forKey: template.id) ?? [:]
            made.append(try await ensure(template, licence, period, cause: .schedule, cache: &cache))
            caches[template.id] = cache
        }
        return made
    }
}
