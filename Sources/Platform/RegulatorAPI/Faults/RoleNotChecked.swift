import Access

extension Fault {
    static let roleNotChecked = Fault(
        "role-not-checked", "What is the officer's alone is open to regulators, and the other way round",
        .needs { _ in .anyRole([.regulatorRead, .complianceOfficer]) })
}
