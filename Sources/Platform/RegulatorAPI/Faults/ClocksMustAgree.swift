import Access

extension Fault {
    static let clocksMustAgree = Fault(
        "clocks-must-agree", "Assertions of a clock that is seconds ahead are refused", .access(.exactClocks))
}
