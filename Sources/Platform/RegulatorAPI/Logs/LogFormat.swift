import Documents
import SourceData
import Tables

/// In which form records leave: in pages, or all of them as a stream.
enum LogFormat: String, Sendable, CaseIterable {
    case json, ndjson, csv

    var mediaType: String {
        switch self {
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv; charset=utf-8"
        }
    }

    /// What stands before the records of a stream: the header of a table.
    func head(_ columns: [String]) -> [UInt8] {
        guard self == .csv else { return [] }
        var writer = CSVWriter()
        writer.append(columns)
        return writer.bytes
    }

    /// One record of a stream, its line end included.
    func line(_ record: SourceRecord, under columns: [String]) -> [UInt8] {
        guard self == .csv else { return record.node.compactBytes() + [10] }
        var writer = CSVWriter()
        writer.append(record.fields(under: columns))
        return writer.bytes
    }
}
