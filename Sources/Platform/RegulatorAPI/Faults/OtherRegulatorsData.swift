extension Fault {
    static let otherRegulatorsData = Fault(
        "other-regulators-data", "A regulator sees the licences of the others as well", .licences { _, all in all })
}
