import Documents
import SourceData

/// The records of one log for one caller, wherever they come from.
struct RecordReader: Sendable {
    let name: String
    /// The columns of a table of all its records.
    let columns: [String]
    /// At most so many records after a position, in their order.
    let page: @Sendable (_ after: RecordPosition?, _ limit: Int) async throws -> [SourceRecord]
    /// Hands over every record, in their order.
    let all: @Sendable (_ body: @escaping @Sendable (SourceRecord) throws -> Void) async throws -> Void

    /// A log of the operator's systems.
    init(_ log: RecordLog, _ selection: RecordSelection, in source: SourceDatabase) {
        name = log.name
        columns = log.tableColumns(restricted: selection.restricted)
        page = { try await source.records(of: log, selection, after: $0, limit: $1) }
        all = { try await source.forEachRecord(of: log, selection, $0) }
    }

    /// The log of accesses. Requests that arrive while it is read may be in it: each is written once and for all at its place.
    init(_ access: AccessRecords) {
        name = AccessRecords.name
        columns = AccessRecords.tableColumns
        page = { try await access.records(after: $0, limit: $1) }
        all = { body in
            var last: RecordPosition?
            while true {
                try Task.checkCancellation()
                let records = try await access.records(after: last, limit: 1000)
                for record in records { try body(record) }
                guard records.count == 1000 else { return }
                last = records.last?.position
            }
        }
    }
}
