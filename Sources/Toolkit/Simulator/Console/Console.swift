import Documents
import HTTPTypes
import Scenarios
import ServerKit

/// The routes of the console: a list of what was sent and received, one page for each exchange, and a form that sends.
///
/// Pages are whole HTML documents that work without JavaScript. The listener is plain HTTP on the loopback address, so what keeps other
/// sites' pages out is that the name asked for must be a loopback one and that orders must come from the console's own pages.
struct Console: Sendable {
    let session: RegulatorSession
    let ledger: Ledger
    /// Who has a mailbox of their own.
    var personalities: [Personality] = []
    /// What goes wrong on purpose, in words; empty when nothing does.
    var mischief = ""

    var routes: RouteTable {
        var routes = RouteTable()
        routes.around.append { request, next in
            guard Self.isLocal(request) else { throw Problem.foreignOrigin }
            var response = await next(request)
            response.fields[.contentSecurityPolicy] = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"
            response.fields[.xContentTypeOptions] = "nosniff"
            return response
        }
        routes.on("GET", "/") { request in
            let filter = try request.queryValue("q") ?? ""
            return .html(
                ListPage(
                    session: session, entries: ledger.entries, filter: filter, personalities: personalities, mischief: mischief
                ).html)
        }
        routes.on("GET", "/entries/{number}") { request in
            guard let entry = request.parameters["number"].flatMap({ Int($0) }).flatMap(ledger.entry) else { throw Problem.unknownEntry }
            return .html(EntryPage(entry: entry).html)
        }
        routes.on("GET", "/session.har") { _ in
            let har = ledger.har(version: "1", baseURL: session.profile.platform.baseURL)
            var response = ServerResponse.bytes(har.prettyBytes(), mediaType: "application/json")
            if let name = HTTPField.Name("Content-Disposition") { response.fields[name] = #"attachment; filename="session.har""# }
            return response
        }
        routes.on("GET", "/style.css") { _ in .text(ConsoleStyle.sheet, mediaType: "text/css; charset=utf-8") }
        routes.on("POST", "/call") { request in
            try await run(request) { id, identity throws(RunError) in try await session.call(id, as: identity) }
        }
        routes.on("POST", "/play") { request in try await run(request) { id, _ throws(RunError) in try await session.play(id) } }
        return routes
    }

    /// Runs what a form asks for and leads back to the list.
    private func run(
        _ request: ServerRequest, _ act: (_ id: String, _ identity: String?) async throws(RunError) -> some Any
    ) async throws -> ServerResponse {
        let form = FormData(request.body)
        do throws(RunError) {
            _ = try await act(form["id"] ?? "", form["as"].flatMap { $0.isEmpty ? nil : $0 })
        } catch {
            throw Problem.notRunnable("\(error.message); \(error.remedy)")
        }
        return ServerResponse(status: 303, fields: [.location: "/"])
    }

    private static func isLocal(_ request: ServerRequest) -> Bool {
        let host = request.authority.hasPrefix("[") ? request.authority.prefix { $0 != "]" } + "]" : request.authority.prefix { $0 != ":" }
        guard ["127.0.0.1", "localhost", "[::1]"].contains(String(host)) else { return false }
        guard request.method != "GET", request.method != "HEAD" else { return true }
        let origin = request.fields[.origin]
        return origin == nil || origin == "http://\(request.authority)"
    }
}

extension ServerResponse {
    fileprivate static func html(_ page: HTMLText) -> ServerResponse { .text(page.description, mediaType: "text/html; charset=utf-8") }
}
