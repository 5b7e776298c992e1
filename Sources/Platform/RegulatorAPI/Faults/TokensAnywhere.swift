import Access

extension Fault {
    static let tokensAnywhere = Fault(
        "tokens-anywhere", "A token counts in the query and in a form, too", .access(.tokensAnywhere))
}
