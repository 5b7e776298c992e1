package import SourceData

/// What a report is: who gets it, how often, in which forms, by when, from which model, with which columns.
///
/// Templates are data: `TemplateReader` reads them from `Pipelines/templates`.
package struct ReportTemplate: Sendable, Hashable {
    /// A stretch of time for which the model is run.
    package enum Unit: String, Sendable, CaseIterable {
        /// Each gaming day of the period.
        case day
        /// The period as a whole.
        case period
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
    /// The same rule for all cadences.
    package let deadline: ReportDeadline
    /// The feeds that must be complete until the period's end.
    package let feeds: [Feed]
    /// For how many hours after its end a period waits for them.
    package let graceHours: Int
    /// The SQL model that gives the rows of one unit.
    package let model: String
    /// For what the model is run; with both, the rows of the period come last and control totals are those of the days.
    package let units: [Unit]
    /// In the order of the files.
    package let columns: [ReportColumn]
    /// The columns that tell rows apart; the rows of a unit are in their order.
    package let key: [String]
    /// The XML document element.
    package let rootElement: String
    /// A URN that ends in the version.
    package let namespace: String
}
