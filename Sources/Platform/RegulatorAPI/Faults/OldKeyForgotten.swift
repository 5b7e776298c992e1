extension Fault {
    static let oldKeyForgotten = Fault(
        "old-key-forgotten", "A rotation takes the old key out of the key set at once, and deliveries carry one signature only",
        .forgetsOldKeys)
}
