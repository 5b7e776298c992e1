import Access

extension Fault {
    static let assertionsForAnyServer = Fault(
        "assertions-for-any-server", "Assertions for other servers get tokens too", .access(.anyAudience))
}
