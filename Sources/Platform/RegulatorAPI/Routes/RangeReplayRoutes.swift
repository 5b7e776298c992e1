import Access
import Delivery
import Documents
import Requests
import ServerKit
import Store

/// `POST /operator/callbacks/replay` and `POST /regulator/callbacks/replay`: the answers of a range are sent again.
extension RealmRoutes {
    func addRangeReplays(to routes: inout RouteTable) {
        on("POST", "/operator/callbacks/replay", in: &routes) { request, grant in
            var body = try ObjectReader(body: request)
            let client = try body.text("client_id", limit: 64)
            let known = services.configuration.clients.current.client(client)
            guard known?.regulator != nil else {
                throw Problem.invalidMember(body.pointer(to: "client_id"), "expected a client that acts for an authority")
            }
            return try await services.replayRange(&body, of: client, request, grant)
        }
        on("POST", "/regulator/callbacks/replay", in: &routes) { request, grant in
            var body = try ObjectReader(body: request)
            return try await services.replayRange(&body, of: grant.clientID, request, grant)
        }
    }
}

extension RealmServices {
    fileprivate func replayRange(
        _ body: inout ObjectReader, of client: String, _ request: ServerRequest, _ grant: Grant
    ) async throws -> ServerResponse {
        let range = try Self.range(&body, of: client)
        let reason = try body.text("reason", limit: 500)
        try body.finish()
        switch try await intake.replay(range, of: client, by: actor(grant), reason: reason, exchangeID: request.id, now: now()) {
        case .tooMany: throw Problem.rangeTooLarge
        case .begun(let rows):
            return .json(
                .object([
                    ("replayed", .integer(rows.count)),
                    (
                        "deliveries",
                        .array(
                            rows.map { row in
                                .object([
                                    ("request_id", .string(row.requestID)), ("delivery_id", row.deliveryID.map { .string($0) } ?? .null),
                                    ("sequence", row.place.map { .integer($0.sequence) } ?? .null),
                                ])
                            })
                    ),
                ]), status: 202)
        }
    }

    /// `from` and `to`, times at which requests were accepted, the second exclusive; or `origin` with `from_sequence` and `to_sequence`.
    private static func range(_ body: inout ObjectReader, of client: String) throws(Problem) -> AnswerRange {
        guard let origin = try body.optionalText("origin", limit: 300) else {
            let (from, to) = (try time("from", &body), try time("to", &body))
            guard from < to else { throw .invalidMember(body.pointer(to: "to"), "expected a time after `from`") }
            return .times(from..<to)
        }
        guard let url = CallbackURL(origin), url.target.isEmpty else {
            throw .invalidMember(body.pointer(to: "origin"), "expected https://, a host, perhaps a port, and no more")
        }
        let from = try body.integer("from_sequence", in: 1...Int(Int32.max))
        let to = try body.integer("to_sequence", in: from...Int(Int32.max))
        return .sequences(from...to, endpoint: EndpointLanes.web(origin, of: client))
    }

    private static func time(_ name: String, _ body: inout ObjectReader) throws(Problem) -> Timestamp {
        guard let time = try? Timestamp(parsing: body.text(name, limit: 40)) else {
            throw .invalidMember(body.pointer(to: name), "expected a date and time (RFC 3339)")
        }
        return time
    }
}

extension Problem {
    fileprivate static let rangeTooLarge = Problem(
        status: 422, code: "range-too-large", title: "The range holds more than may be sent again at once",
        detail: "At most \(RequestIntake.replayLimit) answers are sent again by one order: ask for a part of the range.")
}
