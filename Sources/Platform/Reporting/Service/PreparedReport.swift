import Crypto
import Documents
import Foundation
import SourceData
import Store

/// A report with all its bytes, before anything of it is kept.
struct PreparedReport: Sendable {
    /// One file with its bytes.
    struct File: Sendable {
        let format: ReportFormat
        let bytes: [UInt8]
        let sha256: String
    }

    let envelope: ReportEnvelope
    let table: ReportTable
    let state: SourceState
    let files: [File]
    /// Canonical JSON.
    let manifest: [UInt8]

    /// Writes the files and the manifest.
    init(_ table: ReportTable, envelope: ReportEnvelope, state: SourceState) throws {
        self.envelope = envelope
        self.state = state
        self.table = table
        let csv = ReportFiles.csv(table)
        files = try envelope.template.formats.map { format in
            let bytes =
                switch format {
                case .csv: csv
                case .xml: try ReportFiles.xml(table, envelope: envelope)
                case .pdf: try ReportFiles.pdf(table, envelope: envelope, csv: csv)
                }
            return File(format: format, bytes: bytes, sha256: ReportVault.sha256(bytes))
        }
        manifest = try Self.manifest(table, envelope, state, files).canonicalBytes()
    }

    /// The identifier of a run (RFC 9562 §5.8, UUID version 8): the same for the same report at the same revision.
    static func runID(_ template: ReportTemplate, _ licence: Licence, _ period: Period, revision: Int, dataset: String) -> String {
        let text = [template.id, String(template.version), licence.id, period.description, String(revision), dataset]
        var bytes = Array(SHA256.hash(data: Data(text.joined(separator: "\n").utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x80
        bytes[8] = bytes[8] & 0x3f | 0x80
        let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return [hex[0..<4], hex[4..<6], hex[6..<8], hex[8..<10], hex[10..<16]].map { $0.joined() }.joined(separator: "-")
    }

    /// The rows for the store.
    func rows(state: ReportState, generatedAt: Timestamp, dueAt: Timestamp, jws: String?) throws -> (ReportRunRow, [ReportFileRow]) {
        let run = ReportRunRow(
            runID: envelope.runID, template: envelope.template.id, name: envelope.template.name, licence: envelope.licence.id,
            regulator: envelope.licence.regulator, period: envelope.period.description,
            firstDay: envelope.period.firstDay.description, lastDay: envelope.period.lastDay.description, revision: envelope.revision,
            state: state.rawValue, generatedAt: generatedAt, dueAt: dueAt, replaces: envelope.replaces, rowCount: table.rows.count,
            controlTotals: try table.controlTotalsDocument.canonicalBytes(), manifest: manifest, manifestJWS: jws)
        let files = files.map { file in
            ReportFileRow(
                runID: envelope.runID, format: file.format.rawValue, mediaType: file.format.mediaType, sha256: file.sha256,
                bytes: file.bytes.count)
        }
        return (run, files)
    }

    private static func manifest(_ table: ReportTable, _ envelope: ReportEnvelope, _ state: SourceState, _ files: [File]) -> Node {
        let described = envelope.fields.compactMap { name, value in value.map { (name, Node.string($0)) } }
        let listed = files.map { file in
            Node.object([
                ("name", .string(envelope.fileName(file.format))), ("format", .string(file.format.rawValue)),
                ("media_type", .string(file.format.mediaType)), ("sha256", .string(file.sha256)), ("bytes", .integer(file.bytes.count)),
            ])
        }
        return .object(
            [("schema_version", .integer(1))] + described + state.members + [
                ("revision", .integer(envelope.revision)), ("row_count", .integer(table.rows.count)),
                ("control_totals", table.controlTotalsDocument), ("files", .array(listed)),
            ])
    }
}
