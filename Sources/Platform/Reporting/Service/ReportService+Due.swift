import SourceData
import Store

extension ReportService {
    /// Makes the runs of one completed period that the schedule has not come to yet; a period that is not over, or has no activity
    /// before its end, is left alone.
    ///
    /// - Parameters:
    ///   - licences: whose runs; identifiers that the source does not know are ignored.
    ///   - template: id or name; nil for every template that is made for such a period.
    package func makeDue(_ period: Period, licences: [String], template: String? = nil) async throws {
        let wanted = try template.map { [try ReportTemplate.named($0)] } ?? ReportTemplate.all
        for licence in try await source.licences() where licences.contains(licence.id) {
            let zone = try GamingZone(licence.gamingDayZone)
            guard period.bounds(in: zone).upperBound <= now(), let activity = try await source.activity(of: licence.id),
                period.firstDay <= zone.day(of: activity.upperBound), period.lastDay >= zone.day(of: activity.lowerBound)
            else { continue }
            for template in wanted where template.cadences.contains(period.kind) && template.regulators.contains(licence.regulator) {
                let isMissing = try await store.read { snapshot in
                    try snapshot.latestReportRun(licence: licence.id, template: template.id, period: period.description) == nil
                }
                if isMissing { _ = try await ensure(template: template.id, licence: licence.id, period: period, cause: .schedule) }
            }
        }
    }
}
