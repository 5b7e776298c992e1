package import Documents
package import SourceData

/// The timetable of reports, as data: which reports a licence owes, when each can be made and when it is due.
///
/// It follows from templates, zone and span alone and remembers nothing. What was missed while nobody looked is in the next
/// answer; what was made is known by its run. So an outage, a restart or a second look loses and doubles nothing.
package struct Schedule: Sendable {
    /// Whose reports are owed.
    package let templates: [ReportTemplate]

    /// Of some templates.
    package init(templates: [ReportTemplate]) {
        self.templates = templates
    }

    /// The reports of a licence whose periods touch a span and are over at an instant, by template, cadence and period.
    /// - Parameter span: from the first instant of which anything is known to the last of which anything will be, exclusive.
    /// - Throws: `SourceDataError` `unknown-zone`.
    package func reports(of licence: Licence, in span: Range<Timestamp>, over now: Timestamp) throws -> [DueReport] {
        let zone = try GamingZone(licence.gamingDayZone)
        guard !span.isEmpty else { return [] }
        var reports: [DueReport] = []
        let last = zone.day(of: Timestamp(milliseconds: span.upperBound.milliseconds - 1))
        for template in templates where template.regulators.contains(licence.regulator) {
            for kind in template.cadences {
                var period = Period(kind, containing: zone.day(of: span.lowerBound))
                while period.firstDay <= last, period.bounds(in: zone).upperBound <= now {
                    reports.append(Self.report(template, licence, period, zone: zone))
                    period = period.next
                }
            }
        }
        return reports
    }

    /// The first instant after another at which a report of the licence can be made: when to look again.
    /// - Throws: `SourceDataError` `unknown-zone`.
    package func next(of licence: Licence, after now: Timestamp) throws -> Timestamp? {
        let zone = try GamingZone(licence.gamingDayZone)
        return templates.filter { $0.regulators.contains(licence.regulator) }.flatMap(\.cadences)
            .map { Period($0, containing: zone.day(of: now)).bounds(in: zone).upperBound }.min()
    }

    /// What is owed of one period.
    static func report(_ template: ReportTemplate, _ licence: Licence, _ period: Period, zone: GamingZone) -> DueReport {
        let end = period.bounds(in: zone).upperBound
        return DueReport(
            template: template, licence: licence, period: period, opensAt: end,
            waitsUntil: end.advanced(by: .seconds(3600 * template.graceHours)),
            dueAt: template.deadline.instant(after: period, in: zone))
    }
}
