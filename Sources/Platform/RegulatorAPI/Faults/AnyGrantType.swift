import Access

extension Fault {
    static let anyGrantType = Fault(
        "any-grant-type", "Every grant type gets a token", .access(.anyGrantType))
}
