import Access
import Documents
import HTTPTypes
import ServerKit
import SourceData

/// `GET /regulator/logs/{type}`: pages of records as JSON, or all of them as a stream of JSON lines or a table.
extension RealmRoutes {
    func addLogs(to routes: inout RouteTable) {
        on("GET", "/regulator/logs/{type}", in: &routes) { request, grant in
            try await services.log(request.parameters["type"] ?? "", request, grant)
        }
        // Who looks at suspicions needs a scope of its own.
        on("GET", "/regulator/logs/aml", in: &routes) { request, grant in
            try await services.log("aml", request, grant)
        }
    }
}

extension RealmServices {
    /// The names of all logs.
    static let logNames = RecordLog.all.map(\.name) + [AccessRecords.name]

    func log(_ name: String, _ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        guard Self.logNames.contains(name) else { throw Problem.unknownLog(Self.logNames) }
        guard let format = AcceptField(request.fields[.accept]).best(of: LogFormat.allCases, mediaType: \.mediaType) else {
            throw Problem.formatNotOffered(LogFormat.allCases.map(\.mediaType))
        }
        let (reader, query) = try question(name, request, grant, format)
        return format == .json
            ? try await logPage(reader, query, request, grant) : try await logStream(reader, query, format, request, grant)
    }

    /// Which columns a caller sees of those that could tell of a suspicion.
    func restrictedColumns(_ grant: Grant) -> RestrictedColumns {
        grant.meets(need(.scope(.regulatorAMLRead))) ? .shown : .withheld
    }

    static func secrecy(ofLog name: String) -> ReadSecrecy { name == RecordLog.suspicion.name ? .confidential : .open }

    /// What was asked, and who reads it.
    private func question(
        _ name: String, _ request: ServerRequest, _ grant: Grant, _ format: LogFormat
    ) throws(Problem) -> (RecordReader, LogQuery) {
        let visible = visibleLicences(to: grant)
        let own = licences.filter { visible.contains($0.id) }
        let restricted = restrictedColumns(grant)
        let cursors = LogCursor(secret: configuration.derivation, holder: grant.regulator ?? grant.operatorID ?? "")
        guard let log = RecordLog.named(name) else { return try accessQuestion(request, grant, restricted, format) }
        let query = try LogQuery(request, of: log, licences: own, restricted: restricted, form: format, cursors: cursors)
        return (RecordReader(log, query.selection, in: source), query)
    }

    /// The log of accesses belongs to no licence: a regulator's client sees its own requests, the officer everybody's.
    private func accessQuestion(
        _ request: ServerRequest, _ grant: Grant, _ restricted: RestrictedColumns, _ format: LogFormat
    ) throws(Problem) -> (RecordReader, LogQuery) {
        try request.allowQuery(format == .json ? ["from", "to", "request", "cursor", "limit"] : ["from", "to", "request"])
        let query = try AccessQuery(
            request, cursors: LogCursor(secret: configuration.derivation, holder: grant.clientID), restricted: restricted)
        let records = AccessRecords(
            store: store, trail: trail, reach: grant.regulator == nil ? .all : .client(grant.clientID), restricted: restricted,
            from: query.from,
            to: query.to, requestID: query.requestID)
        return (RecordReader(records), query.log)
    }

    private func logPage(
        _ reader: RecordReader, _ query: LogQuery, _ request: ServerRequest, _ grant: Grant
    ) async throws -> ServerResponse {
        let found = try await reader.page(query.position, query.limit + 1)
        var records = Array(found.prefix(query.limit))
        var next = found.count > query.limit ? records.last?.position : nil
        for case .logPage(let change) in mode.effects { change(&records, &next, query.position != nil) }
        try await recordRead(
            request, grant, entity: "log", id: reader.name, rows: records.count, filter: query.filter,
            secrecy: Self.secrecy(ofLog: reader.name))
        let cursors = LogCursor(
            secret: configuration.derivation,
            holder: reader.name == AccessRecords.name ? grant.clientID : grant.regulator ?? grant.operatorID ?? "")
        return .json(
            .object([
                ("type", .string(reader.name)), ("filter", query.filter), ("rows", .array(records.map(\.node))),
                ("next", next.map { .string(cursors.text($0, log: reader.name, selection: query.selection)) } ?? .null),
            ]))
    }

    private func logStream(
        _ reader: RecordReader, _ query: LogQuery, _ format: LogFormat, _ request: ServerRequest, _ grant: Grant
    ) async throws -> ServerResponse {
        let spool = try LogSpool(directory: configuration.directory)
        let columns = reader.columns
        try spool.append(format.head(columns), rows: 0)
        try await reader.all { try spool.append(format.line($0, under: columns), rows: 1) }
        try await recordRead(
            request, grant, entity: "log", id: reader.name, rows: spool.rows, filter: query.filter,
            secrecy: Self.secrecy(ofLog: reader.name))
        var length: (Int) -> Int = { $0 }
        for case .streamLength(let change) in mode.effects { length = change }
        var response = ServerResponse(status: 200, fields: [.contentType: format.mediaType], stream: try spool.stream(length: length))
        response.fields[.contentDisposition] = "attachment; filename=\"\(reader.name).\(format.rawValue)\""
        return response
    }
}
