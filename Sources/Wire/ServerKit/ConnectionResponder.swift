import Documents
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOSSL

/// Turns what one connection delivers into `ServerRequest`s and writes the route table's answers back.
struct ConnectionResponder: Sendable {
    /// The connection cannot carry another request: thrown after an answer was written, closes it.
    struct ConnectionIsSpent: Error {}

    let configuration: ServerConfiguration
    let routes: RouteTable
    let certificates: PeerCertificateCache
    /// Whether a client can have shown a certificate.
    let asksForCertificates: Bool
    let now: @Sendable () -> Timestamp
    let newID: @Sendable () -> String

    /// Answers one request. Throws only to end the connection: the peer is gone, or the request was not read to its end.
    @concurrent func respond(to incoming: Request, _ writer: consuming ResponseWriter, on channel: any Channel) async throws {
        Self.tell(channel) { $0.headCame() }
        defer { Self.tell(channel) { $0.answerWritten() } }
        var request = try await head(of: incoming, on: channel)
        let body = BodyReader(incoming.body)
        let limit = routes.maximumBodyBytes(of: request) ?? configuration.maximumBodyBytes
        if let problem = headProblem(of: incoming, request, limit) {
            return try await refuse(problem, request, body, limit, writer)
        }
        if incoming.headers[.expect]?.lowercased() == "100-continue" {
            try await writer.writeInformationalHead(HTTPResponse(status: .continue))
        }
        let deadline = ContinuousClock.now.advanced(by: configuration.requestTimeout)
        do {
            let hasBody = RequestFraming.hasBody(incoming.headers)
            request.body = try await Deadline.run(until: deadline) {
                hasBody ? try await atPace(body) { try await body.collect(upTo: limit) } : try await body.collect(upTo: limit)
            }
        } catch is Deadline.Passed {
            return try await refuse(.requestTooSlow, request, body, limit, writer)
        } catch is BodyPace.TooSlow {
            return try await refuse(.requestTooSlow, request, body, limit, writer)
        } catch is BodyReader.TooLarge {
            return try await refuse(.bodyTooLarge(limit), request, body, limit, writer)
        }
        let complete = request
        var response: ServerResponse
        do {
            response = try await Deadline.run(until: deadline) { await routes.response(to: complete) }
        } catch is Deadline.Passed {
            response = await routes.refusal(.timedOut, of: complete)
        }
        // The parser reads nothing more behind a request that offers another protocol: a kept connection would wait for ever.
        let isLast = RequestFraming.offersAnotherProtocol(request.fields)
        if isLast { response.fields[.connection] = "close" }
        try await write(response, answering: request, writer)
        if isLast { throw ConnectionIsSpent() }
    }

    private func atPace<Result: Sendable>(
        _ body: BodyReader, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let (seconds, attoseconds) = configuration.paceWindow.components
        let minimum = Double(configuration.minimumBytesPerSecond) * (Double(seconds) + Double(attoseconds) / 1e18)
        return try await BodyPace.run(window: configuration.paceWindow, minimumBytes: Int(minimum), received: { body.received }, work)
    }

    /// The request without its body.
    private func head(of incoming: Request, on channel: any Channel) async throws -> ServerRequest {
        let target = incoming.head.path ?? ""
        return ServerRequest(
            id: newID(), method: incoming.head.method.rawValue,
            path: String(target.prefix { $0 != "?" }), target: target, fields: incoming.headers,
            peer: try await peer(of: channel), remoteAddress: try await address(of: channel), receivedAt: now(),
            authority: incoming.head.authority ?? "")
    }

    private func headProblem(of incoming: Request, _ request: ServerRequest, _ limit: Int) -> Problem? {
        if let problem = RequestFraming.problem(method: request.method, request.fields) { return problem }
        // The first Host field became the authority; another one is still among the fields.
        if request.authority.isEmpty || incoming.headers.contains(where: { $0.name.canonicalName == "host" }) { return .missingHost }
        if let length = incoming.headers[.contentLength].flatMap(Int.init), length > limit {
            return .bodyTooLarge(limit)
        }
        if configuration.contentCodings == .refused, RequestFraming.isCompressed(request.fields) { return .unsupportedContentCoding }
        return nil
    }

    /// Writes a refusal of a request whose body was not read, and ends the connection.
    @concurrent private func refuse(
        _ problem: Problem, _ request: ServerRequest, _ body: BodyReader, _ limit: Int, _ writer: consuming ResponseWriter
    ) async throws {
        var problem = problem
        problem.fields[.connection] = "close"
        try await write(await routes.refusal(problem, of: request), answering: request, writer)
        await drain(body, upTo: limit)
        throw ConnectionIsSpent()
    }

    /// Reads on for a moment what the client is still sending: closing at once would reset the connection and lose the answer.
    private func drain(_ body: BodyReader, upTo limit: Int) async {
        try? await Deadline.run(until: .now.advanced(by: .seconds(1))) { try await body.discard(upTo: limit) }
    }

    @concurrent private func write(_ response: ServerResponse, answering request: ServerRequest, _ writer: consuming ResponseWriter)
        async throws
    {
        var head = HTTPResponse(status: .init(code: response.status), headerFields: response.fields)
        head.headerFields[.date] = now().httpDate
        let mayHaveBody = response.status >= 200 && response.status != 204 && response.status != 304
        let length = response.stream.map(\.byteCount) ?? response.body.count
        if mayHaveBody, let length { head.headerFields[.contentLength] = String(length) }
        guard mayHaveBody, request.method != "HEAD" else { return try await writer.write(response: head, body: .init()) }
        if let stream = response.stream {
            return try await writer.write(response: head, body: body(stream, answering: request))
        }
        try await writer.write(
            response: head, body: response.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: response.body)))
    }

    /// A stream as the library sends it; what goes wrong in it is reported and ends the connection.
    private func body(_ stream: BodyStream, answering request: ServerRequest) -> ResponseBody {
        ResponseBody(contentLength: stream.byteCount) { [routes] writer in
            var sent = 0
            while true {
                let piece: [UInt8]?
                do {
                    piece = try await stream.next()
                    sent += piece?.count ?? 0
                    if let promised = stream.byteCount, piece == nil ? sent != promised : sent > promised {
                        throw BodyStream.WrongLength(promised: promised, sent: sent)
                    }
                } catch {
                    routes.onUnexpectedError(request, error)
                    throw error
                }
                guard let piece else { break }
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }

    private func peer(of channel: any Channel) async throws -> PeerCertificate? {
        guard asksForCertificates else { return nil }
        guard let certificate = try await channel.nioSSL_peerCertificate().get() else { return nil }
        return try certificates.certificate(der: try certificate.toDERBytes())
    }

    /// The other end's address, or what a listed proxy said of it; an IPv4 address mapped into IPv6 is written as IPv4.
    private func address(of channel: any Channel) async throws -> String {
        if !configuration.trustedProxies.isEmpty {
            let told = try await channel.eventLoop.submit {
                try channel.pipeline.syncOperations.handler(type: ProxyHeaderHandler.self).source
            }.get()
            if let told { return told.description }
        }
        guard let text = channel.remoteAddress?.ipAddress else { return "" }
        return IPAddress(text)?.description ?? text
    }

    /// Tells the connection's clock where it is.
    private static func tell(_ channel: any Channel, _ what: @escaping @Sendable (HeadClock) -> Void) {
        channel.eventLoop.execute {
            // It is gone when the connection is.
            if let clock = try? channel.pipeline.syncOperations.handler(type: HeadClock.self) { what(clock) }
        }
    }
}
