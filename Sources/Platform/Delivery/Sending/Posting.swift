/// A JSON document for an authority's HTTP interface, before it is signed.
package struct Posting: Sendable {
    package var url: String
    /// Compact JSON, the same for every attempt.
    package var body: [UInt8]
    /// `Idempotency-Key`, the same for every attempt.
    package var deliveryID: String
    /// The signature's tag, which says what kind of message it is: `assay-delivery`.
    package var tag: String
    /// Who receives, for messages.
    package var receiver: String
    /// From the first byte to the last of the answer.
    package var timeout: Duration
    /// Whether a URL lies within an origin that is registered for the receiver.
    package var isRegistered: @Sendable (_ url: String) -> Bool

    package init(
        url: String, body: [UInt8], deliveryID: String, tag: String, receiver: String, timeout: Duration = .seconds(20),
        isRegistered: @escaping @Sendable (String) -> Bool
    ) {
        self.url = url
        self.body = body
        self.deliveryID = deliveryID
        self.tag = tag
        self.receiver = receiver
        self.timeout = timeout
        self.isRegistered = isRegistered
    }
}
