extension Fault {
    static let blockedClientLetIn = Fault(
        "blocked-client-let-in", "A client that was blocked is answered like any other", .ignoresBlocks)
}
