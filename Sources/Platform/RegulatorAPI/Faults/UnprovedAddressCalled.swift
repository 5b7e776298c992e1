extension Fault {
    static let unprovedAddressCalled = Fault(
        "unproved-address-called", "Files are sent to addresses that nobody has proved to control", .callsWithoutProof)
}
