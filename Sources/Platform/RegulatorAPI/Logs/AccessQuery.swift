import Documents
import ServerKit
import SourceData

/// What a caller asks of the log of accesses: a time, or one request; it has no licence, player or game.
struct AccessQuery: Sendable {
    let from: Timestamp?
    let to: Timestamp?
    /// The `X-Request-ID` of one answer.
    let requestID: String?
    let log: LogQuery

    init(_ request: ServerRequest, cursors: LogCursor, restricted: RestrictedColumns) throws(Problem) {
        let filter = LogFilter(from: try request.queryValue("from"), to: try request.queryValue("to"))
        from = try LogFilter.instant(filter.from, "from", nil)
        to = try LogFilter.instant(filter.to, "to", nil)
        if let from, let to, from >= to { throw .invalidParameter("to", "expected a time later than from") }
        requestID = try request.queryValue("request")
        // The span stands for the whole interface.
        let selection = RecordSelection(
            spans: [RecordSelection.Span(licence: "", from: from, to: to)], player: requestID, restricted: restricted)
        log = try LogQuery(
            selection: selection, filter: requestID.map { filter.document.setting("request", .string($0)) } ?? filter.document,
            name: AccessRecords.name, cursor: try request.queryValue("cursor"),
            limit: try request.queryValue("limit"), cursors: cursors)
    }
}
