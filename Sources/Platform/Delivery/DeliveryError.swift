/// Why nothing can be delivered; equality by code.
package struct DeliveryError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, closed set.
    package enum Code: String, Sendable, CaseIterable {
        /// The file of channels cannot be used.
        case invalidPlan = "invalid-plan"
        /// No mail relay is configured.
        case noRelay = "no-relay"
        /// No drop of that name is configured.
        case noDrop = "no-drop"
        /// There is no such delivery.
        case unknownDelivery = "unknown-delivery"
        /// Only a delivery that was given up or acknowledged is sent again on demand.
        case stillWaiting = "still-waiting"
        /// A channel names an authority's client that is not registered, or an address outside its origins.
        case notRegistered = "not-registered"
    }

    package let code: Code
    /// One sentence; no secret.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }

    package static func == (left: DeliveryError, right: DeliveryError) -> Bool { left.code == right.code }
}
