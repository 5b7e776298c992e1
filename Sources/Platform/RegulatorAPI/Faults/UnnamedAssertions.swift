import Access

extension Fault {
    static let unnamedAssertions = Fault(
        "unnamed-assertions", "Assertions without an identifier get tokens", .access(.unnamedAssertions))
}
