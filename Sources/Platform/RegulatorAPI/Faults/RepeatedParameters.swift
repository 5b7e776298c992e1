import Access

extension Fault {
    static let repeatedParameters = Fault(
        "repeated-parameters", "Of a parameter that comes twice the last one counts", .access(.repeatedParameters))
}
