package import Results
import Transport

/// A request as it goes on the wire, with what people want to see of it.
package struct PreparedCall: Sendable {
    let request: OutgoingRequest
    let client: ClientIdentity?
    let redactor: Redactor
    /// The text that was signed (RFC 9421 §2.5), without secrets; nil for an unsigned request.
    package let signatureBase: String?

    /// Upper case as on the wire.
    package var method: String { request.method }
    /// Without secrets.
    package var url: String { redactor.text(request.url) }
    /// In the order in which they are sent, without secrets.
    package var fields: [ExchangeRecord.Field] { redactor.fields(request.fields) }
    /// Without secrets.
    package var body: [UInt8] { redactor.body(request.body) }
}

/// What came back.
package struct CallAnswer: Sendable {
    let response: IncomingResponse
    let redactor: Redactor
    /// Whether it came over TLS from a server that the profile's `trust` covers; nothing else is accepted of an https address.
    package let isOverTLS: Bool

    /// The final status, 200 to 599.
    package var status: Int { response.status }
    /// Without secrets.
    package var fields: [ExchangeRecord.Field] { redactor.fields(response.fields) }
    /// Without secrets.
    package var body: [UInt8] { redactor.body(response.body) }
    /// `HTTP/1.1` or `HTTP/2`.
    package var httpVersion: String { response.httpVersion }
    /// The IP address that answered.
    package var remoteAddress: String { response.remoteAddress }
    /// The version of TLS and the cipher suite, e.g. `TLSv1.3 with TLS_AES_256_GCM_SHA384`; nil without TLS.
    package var agreedTLS: String? { response.tls.map { "\($0.version) with \($0.suite)" } }
    /// The SHA-256 of the server's certificate in hexadecimal; nil without TLS.
    package var certificateDigest: String? {
        response.tls?.chain.first.map { digest in digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
    }
    /// From the start of the request: until the connection stood, until TLS was agreed, until the last byte came.
    package var times: (connect: Duration, tls: Duration, all: Duration) {
        (response.connectTime, response.tlsTime, response.elapsed)
    }
}
