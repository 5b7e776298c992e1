import Access

extension Fault {
    static let unverifiedAssertions = Fault(
        "assertions-unverified", "Whoever asks for a token is believed, whoever signed its assertion", .access(.unverifiedAssertions))
}
