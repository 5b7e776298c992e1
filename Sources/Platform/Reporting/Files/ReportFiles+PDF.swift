import Documents
import SourceData
import Typesetting

extension ReportFiles {
    /// The report for people: PDF/A-2b that states the SHA-256 of its CSV twin.
    /// - Throws: `TypesettingError`.
    package static func pdf(_ table: ReportTable, envelope: ReportEnvelope, csv: [UInt8]) throws -> [UInt8] {
        let shown: Set<String> = [
            "operator_id", "operator", "licence", "licence_no", "regulator", "period", "period_from", "period_to", "timezone",
            "generated_at", "run_id", "replaces_run_id", "dataset_sha256",
        ]
        let fields = envelope.fields.compactMap { name, value in
            shown.contains(name) ? value.map { PrintedReport.Field(name.spaced, $0) } : nil
        }
        let template = envelope.template
        let report = PrintedReport(
            title: template.title, author: envelope.licence.operatorName,
            subject: "\(template.id) \(template.name) · \(envelope.licence.operatorName) · \(envelope.licence.number) · \(envelope.period)",
            software: "\(ReportEnvelope.generatorVersion), template \(template.name) version \(template.version)",
            identifier: "urn:uuid:" + envelope.runID, createdAt: envelope.generatedAt,
            fields: fields + [PrintedReport.Field("rows", String(table.rows.count))],
            totals: table.controlTotals.map { total in
                PrintedReport.Field(total.column.spaced, total.value.written + (total.currency.map { " " + $0 } ?? ""))
            },
            columns: table.columns.map { column in
                PrintedReport.Column(
                    heading: column.name.spaced, isNumeric: column.kind != .text && column.kind != .day,
                    isKey: template.key.contains(column.name))
            },
            rows: table.rows.map { $0.map(\.written) }, twin: .init(name: envelope.fileName(.csv), sha256: ReportVault.sha256(csv)))
        return try Typesetter.pdf(of: report)
    }
}

extension String {
    /// A column's name as a heading, which may be broken at its spaces.
    fileprivate var spaced: String { replacing("_", with: " ") }
}
