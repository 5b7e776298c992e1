package import Documents
package import Transport

/// Where a sandbox fault may change what leaves; production always has `none`.
package struct OutboxHooks: Sendable {
    /// Changes the body of an upload before it is signed.
    package var body: @Sendable (_ body: Node) -> Node
    /// Changes an upload after it was signed.
    package var signed: @Sendable (_ request: OutgoingRequest) -> OutgoingRequest
    /// Changes the text of a mail; `file` is what the mail must not carry.
    package var text: @Sendable (_ text: String, _ file: [UInt8]) -> String
    /// Whether a failed attempt is followed by another.
    package var tries: @Sendable () -> Bool

    package init(
        body: @escaping @Sendable (Node) -> Node, signed: @escaping @Sendable (OutgoingRequest) -> OutgoingRequest,
        text: @escaping @Sendable (String, [UInt8]) -> String, tries: @escaping @Sendable () -> Bool
    ) {
        self.body = body
        self.signed = signed
        self.text = text
        self.tries = tries
    }

    /// Deliveries as they should be.
    package static let none = OutboxHooks(body: { $0 }, signed: { $0 }, text: { text, _ in text }, tries: { true })
}
