package import Documents
package import Transport

/// Where a sandbox fault may change messages about incidents; production always has `none`.
package struct NoticeHooks: Sendable {
    /// Changes the body before it is signed or becomes a mail.
    package var body: @Sendable (_ body: Node) -> Node
    /// Changes a webhook after it was signed.
    package var signed: @Sendable (_ request: OutgoingRequest) -> OutgoingRequest
    /// Holds a message back; returns when it may leave.
    package var hold: @Sendable () async -> Void
    /// Whether mails are told as delivered without being sent.
    package var losesMail: @Sendable () -> Bool

    package init(
        body: @escaping @Sendable (Node) -> Node, signed: @escaping @Sendable (OutgoingRequest) -> OutgoingRequest,
        hold: @escaping @Sendable () async -> Void, losesMail: @escaping @Sendable () -> Bool
    ) {
        self.body = body
        self.signed = signed
        self.hold = hold
        self.losesMail = losesMail
    }

    /// Messages as they should be.
    package static let none = NoticeHooks(body: { $0 }, signed: { $0 }, hold: {}, losesMail: { false })
}
