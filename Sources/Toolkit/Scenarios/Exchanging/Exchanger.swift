package import Transport

/// Sends one request under one client certificate and returns the answer.
///
/// The runner's only way to the subject. `HTTPExchanger` is the real one; tests script theirs.
package protocol Exchanger: Sendable {
    /// - Parameter identity: the certificate to present; nil presents none.
    func send(_ request: OutgoingRequest, as identity: ClientIdentity?) async throws(TransportError) -> IncomingResponse
}
