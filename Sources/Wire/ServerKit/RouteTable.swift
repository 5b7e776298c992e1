import HTTPTypes

/// Which handler answers which method and path, and what stands around all of them. Needs no socket.
package struct RouteTable: Sendable {
    /// Answers a request or throws a `Problem`; any other error becomes 500 `internal` and reaches nobody but `onUnexpectedError`.
    package typealias Handler = @Sendable (ServerRequest) async throws -> ServerResponse
    /// Stands before and after everything inside it. What `next` returns is complete, refusals included; it does not throw.
    package typealias Middleware =
        @Sendable (ServerRequest, _ next: @Sendable (ServerRequest) async -> ServerResponse) async throws ->
        ServerResponse

    private struct Route: Sendable {
        let template: RouteTemplate
        var handlers: [String: Handler]
        /// The most bytes that a body may have, by method; those that are not here have the listener's.
        var bodyLimits: [String: Int] = [:]
    }

    private var routes: [Route] = []
    /// The first is the outermost. Each sees every answer of the listener, 404, 405, 408, 413 and 503 included.
    package var around: [Middleware] = []
    /// Told of each error that is not a `Problem`, with the request; the caller of the API never is.
    package var onUnexpectedError: @Sendable (ServerRequest, any Error) -> Void = { _, _ in }

    package init() {}

    /// Adds a route. A body of more than `maximumBodyBytes` is refused with 413; nil: of more than the listener says. `GET` answers `HEAD` too unless `HEAD` is added itself. The same method and template twice is a programmer's mistake.
    package mutating func on(_ method: String, _ template: String, maximumBodyBytes: Int? = nil, _ handler: @escaping Handler) {
        let template = RouteTemplate(template)
        let index: Int
        if let known = routes.firstIndex(where: { $0.template == template }) {
            index = known
            precondition(routes[index].handlers[method] == nil, "a route is added twice: \(method) \(template.text)")
        } else {
            index = routes.endIndex
            routes.append(Route(template: template, handlers: [:]))
        }
        routes[index].handlers[method] = handler
        routes[index].bodyLimits[method] = maximumBodyBytes
    }

    /// The most bytes that the route of a request takes, as `on` was told; nil where it was told nothing, and where there is no route.
    func maximumBodyBytes(of request: ServerRequest) -> Int? {
        guard let target = try? RequestTarget(parsing: request.target) else { return nil }
        var found = request
        guard (try? route(&found, segments: target.segments)) != nil, let template = found.template else { return nil }
        return routes.first { $0.template.text == template }?.bodyLimits[request.method]
    }

    /// All routes, in the order of adding, methods of one template sorted: for holding them against an API description.
    package var templates: [(method: String, template: String)] {
        routes.flatMap { route in route.handlers.keys.sorted().map { ($0, route.template.text) } }
    }

    /// The answer to a request: never throws, always carries `X-Request-ID`, `Cache-Control: no-store` and
    /// `X-Content-Type-Options: nosniff`.
    package func response(to request: ServerRequest) async -> ServerResponse {
        var request = request
        let handler: Handler
        do throws(Problem) {
            let target = try RequestTarget(parsing: request.target)
            request.path = target.path
            request.query = target.query
            handler = try route(&request, segments: target.segments)
        } catch {
            return await refusal(error, of: request)
        }
        return await surrounded(request) { request in
            do {
                return try await handler(request)
            } catch {
                return answer(for: error, to: request)
            }
        }
    }

    /// The answer that refuses a request before any handler sees it, led through everything that stands around handlers.
    package func refusal(_ problem: Problem, of request: ServerRequest) async -> ServerResponse {
        await surrounded(request) { $0.stamped(problem.response(requestID: $0.id)) }
    }

    /// Finds the most exact route that has the method, fills in template and parameters; throws 404 or 405.
    private func route(_ request: inout ServerRequest, segments: [String]) throws(Problem) -> Handler {
        var best: (route: Route, parameters: [String: String], handler: Handler)?
        var allowed: Set<String> = []
        for route in routes {
            guard let parameters = route.template.parameters(for: segments) else { continue }
            allowed.formUnion(route.handlers.keys)
            if route.handlers["GET"] != nil { allowed.insert("HEAD") }
            guard let handler = route.handlers[request.method] ?? (request.method == "HEAD" ? route.handlers["GET"] : nil) else { continue }
            if let found = best, !route.template.isMoreExact(than: found.route.template) { continue }
            best = (route, parameters, handler)
        }
        guard let best else { throw allowed.isEmpty ? .notFound() : .methodNotAllowed(allowed.sorted()) }
        request.template = best.route.template.text
        request.parameters = best.parameters
        return best.handler
    }

    private func surrounded(
        _ request: ServerRequest, _ innermost: @escaping @Sendable (ServerRequest) async -> ServerResponse
    ) async -> ServerResponse {
        var chain: @Sendable (ServerRequest) async -> ServerResponse = { $0.stamped(await innermost($0)) }
        for middleware in around.reversed() {
            let next = chain
            chain = { request in
                do {
                    return request.stamped(try await middleware(request, next))
                } catch {
                    return answer(for: error, to: request)
                }
            }
        }
        return await chain(request)
    }

    private func answer(for error: any Error, to request: ServerRequest) -> ServerResponse {
        if let problem = error as? Problem { return request.stamped(problem.response(requestID: request.id)) }
        onUnexpectedError(request, error)
        return request.stamped(Problem.internal.response(requestID: request.id))
    }
}

extension ServerRequest {
    /// The response with the fields that every answer has.
    fileprivate func stamped(_ response: ServerResponse) -> ServerResponse {
        var response = response
        response.fields[.requestID] = id
        response.fields[.cacheControl] = "no-store"
        // What an answer is, its own Content-Type says: a report must not run as a page because it looks like one.
        response.fields[.xContentTypeOptions] = "nosniff"
        return response
    }
}
