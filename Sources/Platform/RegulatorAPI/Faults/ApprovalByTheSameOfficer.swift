extension Fault {
    static let approvalByTheSameOfficer = Fault(
        "approval-by-the-same-officer", "The officer who asked for a change may also agree to it", .approvesOwnChanges)
}
