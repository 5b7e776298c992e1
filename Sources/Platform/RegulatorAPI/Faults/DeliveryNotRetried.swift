extension Fault {
    static let deliveryNotRetried = Fault(
        "delivery-not-retried", "A report that its receiver refused once is not delivered again", .triesOnce)
}
