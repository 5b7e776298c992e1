package import Contracts
package import Documents
package import HTTPTypes

/// One request that the subject made to an inbox, and what it was answered.
package struct Reception: Sendable, Hashable {
    /// The client certificate that the subject presented.
    package struct Peer: Sendable, Hashable {
        /// RFC 4514 name of the subject of the certificate.
        package let subject: String
        /// Base64url SHA-256 of the DER bytes (RFC 8705 §3.1).
        package let thumbprint: String

        package init(subject: String, thumbprint: String) {
            self.subject = subject
            self.thumbprint = thumbprint
        }
    }

    /// 1-based, in the order of arrival at this mailbox.
    package let number: Int
    /// The mailbox it came to.
    package let mailbox: String
    package let method: String
    /// The absolute URI as the sender addressed it, which is what its signature covers.
    package let targetURI: String
    package let fields: HTTPFields
    package let body: [UInt8]
    /// When its last byte was there.
    package let receivedAt: Timestamp
    /// Nil when the sender presented no certificate.
    package let peer: Peer?
    package let remoteAddress: String
    /// What the inbox answered.
    package let answer: ScriptedAnswer
    /// How it came. A mail's body is the JSON document of its parts, its method `MAIL`; a file's method is `PUT`.
    package let medium: ExpectedRequest.Medium
    /// What was done to it on purpose.
    package let mischief: Mischief?

    package init(
        number: Int, mailbox: String, method: String, targetURI: String, fields: HTTPFields, body: [UInt8], receivedAt: Timestamp,
        peer: Peer?, remoteAddress: String, answer: ScriptedAnswer, medium: ExpectedRequest.Medium = .http, mischief: Mischief? = nil
    ) {
        self.number = number
        self.mailbox = mailbox
        self.method = method
        self.targetURI = targetURI
        self.fields = fields
        self.body = body
        self.receivedAt = receivedAt
        self.peer = peer
        self.remoteAddress = remoteAddress
        self.answer = answer
        self.medium = medium
        self.mischief = mischief
    }
}

/// What an inbox says to a request.
package struct ScriptedAnswer: Sendable, Hashable {
    /// Waits this long before it answers.
    package let delay: Duration
    /// 200…599.
    package let status: Int
    package let fields: HTTPFields
    package let body: [UInt8]
    /// Whether a challenge that this would acknowledge is answered with its token; else it is acknowledged like everything.
    package let echoes: Bool

    package init(
        status: Int, fields: HTTPFields = HTTPFields(), body: [UInt8] = [], delay: Duration = .zero, echoes: Bool = true
    ) {
        self.echoes = echoes
        self.status = status
        self.fields = fields
        self.body = body
        self.delay = delay
    }

    /// 202 without a body.
    package static let accepted = ScriptedAnswer(status: 202)
}
