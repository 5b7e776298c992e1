import Access

extension Fault {
    static let repeatedAssertions = Fault(
        "repeated-assertions", "An assertion gets as many tokens as it is sent for", .access(.repeatedAssertions))
}
