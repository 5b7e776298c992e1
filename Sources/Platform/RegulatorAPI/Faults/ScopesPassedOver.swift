import Access

extension Fault {
    static let scopesPassedOver = Fault(
        "scopes-passed-over", "Who asks for a scope that is not registered gets a token without it", .access(.scopesPassedOver))
}
