import Access

extension Fault {
    static let schemeInOneCase = Fault(
        "scheme-in-one-case", "Tokens count only where the scheme is written Bearer", .access(.exactScheme))
}
