import Access

extension Fault {
    static let endlessAssertions = Fault(
        "endless-assertions", "Assertions get tokens when their time is over, or has no end", .access(.endlessAssertions))
}
