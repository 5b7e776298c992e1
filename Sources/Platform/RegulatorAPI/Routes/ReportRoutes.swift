import Access
import Crypto
import Documents
import HTTPTypes
import Reporting
import Requests
import ServerKit
import SourceData

/// `GET /regulator/reports/{period}` and `/{template}`.
extension RealmRoutes {
    func addReports(to routes: inout RouteTable) {
        on("GET", "/regulator/reports/{period}", in: &routes) { request, grant in
            try await services.reportList(request, grant)
        }
        on("GET", "/regulator/reports/{period}/{template}", in: &routes) { request, grant in
            try await services.reportDocument(request, grant)
        }
    }
}

extension RealmServices {
    func reportList(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery(["template", "licence", "run"])
        let period = try period(of: request)
        let run = try request.queryValue("run")
        let found = try await runs(of: period, template: request.queryValue("template"), request, grant)
        let runs = found.filter { run == nil || $0.runID == run }
        let deliveries = try await deliveries(of: runs)
        try await recordRead(request, grant, entity: "report_list", id: period.description, rows: runs.count)
        return .json(
            .object([
                ("period", .string(period.description)),
                (
                    "reports",
                    .array(
                        runs.map { run in
                            run.document(prefix: realm.prefix)
                                .setting("deliveries", .array((deliveries[run.runID] ?? []).map(\.stateDocument)))
                        })
                ),
                ("next", .null),
            ]))
    }

    func reportDocument(_ request: ServerRequest, _ grant: Grant) async throws -> ServerResponse {
        try request.allowQuery(["licence", "run"])
        let period = try period(of: request)
        let runID = try request.queryValue("run")
        let found = try await runs(of: period, template: request.parameters["template"], request, grant)
        let run = try Self.one(of: found.filter { runID == nil || $0.runID == runID })
        guard let format = AcceptField(request.fields[.accept]).best(of: run.files.map(\.format), mediaType: \.mediaType) else {
            throw Problem.notAcceptable(run.files.map(\.mediaType))
        }
        let bytes = try shelf.document(of: run, format)
        try await recordRead(request, grant, entity: "report_run", id: run.runID, rows: run.rowCount)
        let tag = "\"\(SHA256.hash(data: bytes).hexDigits)\""
        if let condition = request.fields[.ifNoneMatch], condition == "*" || Self.entityTags(condition).contains(tag) {
            return ServerResponse(status: 304, fields: [.eTag: tag])
        }
        var response = try Self.ranged(bytes, mediaType: format.contentType, tag: tag, request)
        response.fields[.eTag] = tag
        response.fields[.contentDisposition] = "attachment; filename=\"\(run.fileName(format))\""
        return response
    }

    /// The document, or the part of it that a `GET` asks for; a part only of the document that `If-Range` names, if it names one.
    private static func ranged(
        _ bytes: [UInt8], mediaType: String, tag: String, _ request: ServerRequest
    ) throws(Problem) -> ServerResponse {
        let isSame = request.fields[.ifRange].map { $0 == tag } ?? true
        var response = ServerResponse.bytes(bytes, mediaType: mediaType)
        switch request.method == "GET" && isSame ? RangeField(request.fields[.range], count: bytes.count) : .whole {
        case .whole: break
        case .part(let range):
            response.status = 206
            response.body = Array(bytes[range])
            response.fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"
        case .unsatisfiable: throw .rangeNotSatisfiable(bytes.count)
        }
        response.fields[.acceptRanges] = "bytes"
        return response
    }

    private func period(of request: ServerRequest) throws(Problem) -> Period {
        let text = request.parameters["period"] ?? ""
        do {
            return try Period(parsing: text)
        } catch {
            throw .unknownPeriod(text)
        }
    }

    /// The runs that the caller may see; the query's licence must be one of the caller's.
    private func runs(
        of period: Period, template: String?, _ request: ServerRequest, _ grant: Grant
    ) async throws -> [ReportRun] {
        var visible = visibleLicences(to: grant)
        if let licence = try request.queryValue("licence") {
            guard visible.contains(licence) else { throw Problem.unknownLicence }
            visible = [licence]
        }
        do {
            return try await shelf.runs(of: period, licences: visible, template: template)
        } catch let error as ReportingError where error.code == .unknownTemplate {
            throw Problem.unknownTemplate
        }
    }

    /// The newest revision of the only licence.
    private static func one(of runs: [ReportRun]) throws(Problem) -> ReportRun {
        let licences = Set(runs.map(\.licence)).sorted()
        guard licences.count <= 1 else { throw .licenceRequired(licences) }
        guard let newest = runs.max(by: { $0.revision < $1.revision }) else { throw .noReport }
        return newest
    }

    /// The tags of an `If-None-Match` field, weak ones like strong ones.
    static func entityTags(_ field: String) -> [String] {
        field.split(separator: ",").map { tag in
            let bare = tag.filter { $0 != " " }
            return bare.hasPrefix("W/") ? String(bare.dropFirst(2)) : bare
        }
    }
}

extension ReportRun {
    /// The run as the list of a period shows it.
    func document(prefix: String) -> Node {
        .object([
            ("run_id", .string(runID)), ("template", .string(template)), ("name", .string(name)), ("licence", .string(licence)),
            ("regulator", .string(regulator)), ("period", .string(period.description)), ("from", .string(bounds.lowerBound.description)),
            ("to", .string(bounds.upperBound.description)), ("state", .string(state.rawValue)),
            ("generated_at", .string(generatedAt.description)), ("due_at", .string(dueAt.description)),
            ("replaces", replaces.map { .string($0) } ?? .null), ("data_complete", .bool(isDataComplete)),
            ("row_count", .integer(rowCount)), ("control_totals", controlTotals),
            (
                "files",
                .array(
                    files.map { file in
                        .object([
                            ("format", .string(file.format.rawValue)), ("media_type", .string(file.mediaType)),
                            ("sha256", .string(file.sha256)), ("bytes", .integer(file.bytes)),
                            ("link", .string("\(prefix)/regulator/reports/\(period)/\(name)?licence=\(licence)&run=\(runID)")),
                        ])
                    })
            ),
        ])
    }
}
