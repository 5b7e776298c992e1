extension Fault {
    static let erasesTooSoon = Fault(
        "erases-too-soon", "A player's records may be erased while they must still be kept", .forgetsRetention)
}
