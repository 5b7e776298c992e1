package import Documents
package import SourceData

/// What a report is: who gets it, how often, in which forms, by when, from which model, with which columns.
package struct ReportTemplate: Sendable, Hashable {
    /// When a report must be out: an hour of the licence's clocks on a day after the period.
    package struct Deadline: Sendable, Hashable {
        /// Days after the period's last day.
        package let days: Int
        /// 0–23.
        package let hour: Int

        /// The instant for a period under a licence's zone.
        package func instant(after period: Period, in zone: GamingZone) -> Timestamp {
            zone.instant(period.lastDay.advanced(by: days), hour: hour)
        }
    }

    /// `T16`, as in the catalogue of templates.
    package let id: String
    /// `X-GAR-D`; paths of the API take it as well as the id.
    package let name: String
    /// For people.
    package let title: String
    /// Raised with every change of columns, types or formulas; part of the XML namespace.
    package let version: Int
    /// `UKGC`, `MGA`, `CGA`: whose licences it is made for.
    package let regulators: Set<String>
    /// The kinds of period for which it is made.
    package let cadences: [Period.Kind]
    /// Every run has all of them.
    package let formats: [ReportFormat]
    /// The same for all cadences, counted from the period's last day.
    package let deadline: Deadline
    /// The SQL model that gives the rows of one gaming day.
    package let model: String
    /// In the order of the files.
    package let columns: [ReportColumn]
    /// The columns that tell rows apart; rows are in their order.
    package let key: [String]
    /// The XML document element and its namespace.
    package let rootElement: String
    /// A URN that ends in the version.
    package let namespace: String
}

extension ReportTemplate {
    /// Every template that can be made, by id.
    package static let all: [ReportTemplate] = [gamingActivity]

    /// The template with an id or name.
    /// - Throws: `ReportingError` `unknown-template`.
    package static func named(_ text: String) throws(ReportingError) -> ReportTemplate {
        guard let template = all.first(where: { $0.id == text || $0.name == text }) else { throw .noTemplate(text) }
        return template
    }
}
