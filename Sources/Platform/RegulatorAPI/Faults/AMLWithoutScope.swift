import Access

extension Fault {
    static let amlWithoutScope = Fault(
        "aml-without-scope", "Reports of suspicion are shown to whoever may read anything",
        .needs { need in need == .scope(.regulatorAMLRead) ? .reading : need })
}
