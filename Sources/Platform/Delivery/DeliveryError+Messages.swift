extension DeliveryError {
    static let withoutRelay = DeliveryError(.noRelay, "no mail relay is configured: name one in `relay` of deliveries.json")

    static func withoutDrop(_ name: String) -> DeliveryError {
        DeliveryError(.noDrop, "no drop is called \(name): name one in `drops` of deliveries.json")
    }

    static func plan(_ place: String, _ detail: String) -> DeliveryError {
        DeliveryError(.invalidPlan, "deliveries.json\(place): \(detail)")
    }

    static func unknown(_ deliveryID: String) -> DeliveryError { DeliveryError(.unknownDelivery, "there is no delivery \(deliveryID)") }

    static func waiting(_ deliveryID: String) -> DeliveryError {
        DeliveryError(.stillWaiting, "the delivery \(deliveryID) is under way; it is tried again by itself")
    }
}
