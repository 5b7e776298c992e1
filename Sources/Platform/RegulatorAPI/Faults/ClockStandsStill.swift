extension Fault {
    static let clockStandsStill = Fault(
        "clock-stands-still", "The sandbox's clock is told to move, says that it did, and stays where it is", .stopsClock)
}
