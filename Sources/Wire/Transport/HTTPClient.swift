/// Sends HTTP requests straight to the server of their URL, as one identity, over TLS 1.2 or later.
///
/// HTTP/2 where the server offers it over TLS, else HTTP/1.1. Connections are kept and reused; a reused connection that turns out closed
/// before a byte of the answer came is replaced by a new one. No redirect is followed, no proxy, cookie or cache used, no content coding
/// asked for or undone. All requests of a client share one thread; any number of tasks may send at a time.
package final class HTTPClient: Sendable {
    private let engine: TransferEngine?

    /// Certificate and trust are read when the first connection is made; what is wrong with them is reported as `tlsFailed`.
    package init(trust: Trust, identity: ClientIdentity? = nil) {
        engine = TransferEngine(trust: trust, identity: identity)
    }

    deinit { close() }

    /// Changes certificate and trust. Requests that start after it never use a connection that was made with others; running ones go on.
    package func present(_ identity: ClientIdentity?, trusting trust: Trust) { engine?.present(identity, trusting: trust) }

    /// Sends the request and waits for the whole answer. Cancelling the task ends the transfer and throws `cancelled`.
    package func send(_ request: OutgoingRequest) async throws(TransportError) -> IncomingResponse {
        guard let engine else { throw .noLibrary }
        let plan = try RequestPlan(request)
        let ticket = TransferTicket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                engine.submit(Submission(plan: plan, ticket: ticket, continuation: continuation))
            }
        } onCancel: {
            ticket.cancel()
            engine.wakeUp()
        }
        return try result.get()
    }

    /// Ends all connections; transfers still running and later ones throw `cancelled`. Happens by itself when the client is released.
    package func close() { engine?.close() }
}
