import GRDB

extension SourceDatabase {
    /// How many records are read at a time while all are wanted.
    private static let batch = 1000

    /// At most `limit` records of a log after a position, in their order.
    package func records(
        of log: RecordLog, _ selection: RecordSelection, after position: RecordPosition?, limit: Int
    ) async throws -> [SourceRecord] {
        try await read { try Self.records(of: log, selection, after: position, limit: limit, in: $0) }
    }

    /// Hands every record of a selection to `body`, in their order and from one unchanging state, without ever holding more than a few
    /// thousand; ends with the first error that `body` throws, and when the task is cancelled.
    package func forEachRecord(
        of log: RecordLog, _ selection: RecordSelection, _ body: @escaping @Sendable (SourceRecord) throws -> Void
    ) async throws {
        try await read { database in
            var last: RecordPosition?
            while true {
                try Task.checkCancellation()
                let records = try Self.records(of: log, selection, after: last, limit: Self.batch, in: database)
                for record in records { try body(record) }
                guard records.count == Self.batch else { return }
                last = records.last?.position
            }
        }
    }

    /// The first `limit` of what all sources and licences have next: each is read in its order, then they are merged.
    static func records(
        of log: RecordLog, _ selection: RecordSelection, after position: RecordPosition?, limit: Int, in database: Database
    ) throws -> [SourceRecord] {
        var merged: [SourceRecord] = []
        for (number, source) in log.sources.enumerated() {
            let statement = RecordStatement(source: source, number: number, selection: selection)
            for span in selection.spans {
                merged += try statement.records(span, after: position, limit: limit, in: database)
            }
        }
        if log.sources.count * selection.spans.count > 1 { merged.sort { $0.position < $1.position } }
        return Array(merged.prefix(limit))
    }
}
