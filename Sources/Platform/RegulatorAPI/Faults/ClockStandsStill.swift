extension Fault {
    static let clockStandsStill = Fault(
        "clock-stands-still", "The sandbox's clock is told as moved, and is not", .clockStandsStill)
}
