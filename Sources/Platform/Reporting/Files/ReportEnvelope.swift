package import Documents
package import SourceData

/// What a report says about itself, the same in its XML file and in its manifest.
///
/// Everything follows from the inputs and from the runs before, nothing from the clock or chance: unchanged data give the
/// same bytes.
package struct ReportEnvelope: Sendable, Hashable {
    /// Gives id, name and version.
    package let template: ReportTemplate
    /// Gives licence, operator, regulator and time zone.
    package let licence: Licence
    /// Gives the period's name.
    package let period: Period
    /// First instant, inclusive, and last, exclusive.
    package let bounds: Range<Timestamp>
    /// The instant as of which the rows are as they are: the period's end, or the latest posting that went into them when that
    /// was later. (When the run was made by the clock is in its row, not in its files.)
    package let generatedAt: Timestamp
    /// A UUID that follows from the report, its revision and its content.
    package let runID: String
    /// The run that this one corrects.
    package let replaces: String?
    /// 1 for the first run of a licence, template and period.
    package let revision: Int
    /// See `ReportFiles.datasetSHA256`.
    package let datasetSHA256: String

    /// The version of the writers, raised when the same rows would give other bytes.
    package static let generatorVersion = "assay-reporting/1"

    /// The members that both the XML file and the manifest have, in the order of the XML schema.
    package var fields: [(name: String, value: String?)] {
        [
            ("template_id", template.id), ("template_name", template.name), ("template_version", String(template.version)),
            ("operator_id", licence.operatorID), ("operator", licence.operatorName), ("licence", licence.id),
            ("licence_no", licence.number), ("regulator", licence.regulator), ("period", period.description),
            ("period_from", bounds.lowerBound.description), ("period_to", bounds.upperBound.description),
            ("timezone", licence.gamingDayZone), ("generated_at", generatedAt.description),
            ("generator_version", Self.generatorVersion), ("run_id", runID), ("replaces_run_id", replaces),
            ("dataset_sha256", datasetSHA256),
        ]
    }

    /// The name of a file for people, `x-gar-d_UKGC-000123_2026-10-15_r1.csv`.
    package func fileName(_ format: ReportFormat) -> String {
        "\(template.name.lowercased())_\(licence.id)_\(period)_r\(revision).\(format.rawValue)"
    }
}
