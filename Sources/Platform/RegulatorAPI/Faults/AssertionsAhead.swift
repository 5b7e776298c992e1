import Access

extension Fault {
    static let assertionsAhead = Fault(
        "assertions-ahead", "Assertions of a time to come get tokens", .access(.assertionsAhead))
}
