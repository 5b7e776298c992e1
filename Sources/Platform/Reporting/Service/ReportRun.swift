package import Documents
import Store

/// A report that was made: what the list of a period tells about it.
package struct ReportRun: Sendable, Hashable {
    /// One file of a run.
    package struct File: Sendable, Hashable {
        /// Each format once a run.
        package let format: ReportFormat
        /// `text/csv`, `application/xml`.
        package let mediaType: String
        /// Lower-case hex.
        package let sha256: String
        /// The length in bytes.
        package let bytes: Int
    }

    /// A UUID that follows from the report, its revision and its content.
    package let runID: String
    /// `T16` and `X-GAR-D`.
    package let template: String
    /// The template's name, `X-GAR-D`.
    package let name: String
    /// The licence's id.
    package let licence: String
    /// `UKGC`, `MGA` or `CGA`.
    package let regulator: String
    /// What the report covers.
    package let period: Period
    /// The period's first instant, inclusive, and its last, exclusive, in the licence's zone.
    package let bounds: Range<Timestamp>
    /// 1 for the first; a correction adds one.
    package let revision: Int
    /// How far it has come.
    package let state: ReportState
    /// When the run was made, by the clock.
    package let generatedAt: Timestamp
    /// The deadline, by the licence's clocks.
    package let dueAt: Timestamp
    /// The run that this one corrects; that run stays readable.
    package let replaces: String?
    /// Rows without the header.
    package let rowCount: Int
    /// An object of strings: column name to sum.
    package let controlTotals: Node
    /// SHA-256 of the content, lower-case hex (`ReportFiles.datasetSHA256`).
    package let datasetSHA256: String
    /// Whether the feeds were complete for the period when the run was made. A run that was made without waiting longer is replaced
    /// once they are.
    package let isDataComplete: Bool
    /// By format.
    package let files: [File]
    /// The canonical JSON that names the files by hash, and its detached JWS when a signer is configured.
    package let manifest: [UInt8]
    /// Compact, with an empty payload part (RFC 7515 appendix F).
    package let manifestJWS: String?

    /// The file of a format; nil when there is none.
    package func file(_ format: ReportFormat) -> File? { files.first { $0.format == format } }
}

/// What has happened to a run.
package enum ReportState: String, Sendable, CaseIterable {
    /// Written, manifest not signed: no signer is configured.
    case draft
    /// Written, and its manifest signed.
    case signed
}

extension ReportRun {
    /// - Throws: `ReportingError` when the rows hold words that this version does not write.
    init(_ row: ReportRunRow, files: [ReportFileRow]) throws {
        guard let state = ReportState(rawValue: row.state) else {
            throw ReportingError(.unexpectedRows, "run \(row.runID) has the unknown state \(row.state)")
        }
        let manifest = try JSONReader.read(row.manifest)
        guard let from = manifest["period_from"]?.string, let end = manifest["period_to"]?.string,
            let dataset = manifest["dataset_sha256"]?.string
        else { throw ReportingError(.unexpectedRows, "the manifest of run \(row.runID) has no period or content hash") }
        let bounds = try (Timestamp(parsing: from), Timestamp(parsing: end))
        guard bounds.0 <= bounds.1 else { throw ReportingError(.unexpectedRows, "run \(row.runID) ends before it begins") }
        self.init(
            runID: row.runID, template: row.template, name: row.name, licence: row.licence, regulator: row.regulator,
            period: try Period(parsing: row.period), bounds: bounds.0..<bounds.1, revision: row.revision, state: state,
            generatedAt: row.generatedAt,
            dueAt: row.dueAt, replaces: row.replaces, rowCount: row.rowCount, controlTotals: try JSONReader.read(row.controlTotals),
            datasetSHA256: dataset, isDataComplete: manifest["data_complete"]?.bool ?? true,
            files: ReportFormat.allCases.compactMap { format in
                files.first { $0.format == format.rawValue }.map { file in
                    File(format: format, mediaType: file.mediaType, sha256: file.sha256, bytes: file.bytes)
                }
            }, manifest: row.manifest, manifestJWS: row.manifestJWS)
    }
}
