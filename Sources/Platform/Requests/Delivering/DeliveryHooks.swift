package import Documents
package import Transport

/// Where a sandbox fault may change a delivery; production always has `none`.
package struct DeliveryHooks: Sendable {
    /// Changes the body before it is signed.
    package var body: @Sendable (_ body: Node) -> Node
    /// Changes the request after it was signed.
    package var signed: @Sendable (_ request: OutgoingRequest) -> OutgoingRequest
    /// Holds the delivery back; returns when it may leave.
    package var hold: @Sendable (_ dueBy: Timestamp) async -> Void

    /// The id under which a delivery is sent that was sent again so often by order.
    package var identifier: @Sendable (_ deliveryID: String, _ replays: Int) -> String = { id, _ in id }

    package init(
        body: @escaping @Sendable (Node) -> Node, signed: @escaping @Sendable (OutgoingRequest) -> OutgoingRequest,
        hold: @escaping @Sendable (Timestamp) async -> Void
    ) {
        self.body = body
        self.signed = signed
        self.hold = hold
    }

    /// Deliveries as they should be.
    package static let none = DeliveryHooks(body: { $0 }, signed: { $0 }, hold: { _ in })
}
