import Documents

extension Fault {
    static let uploadOfAnotherReport = Fault(
        "upload-of-another-report", "An upload names a run that is not the one its manifest speaks of",
        .uploadBody { $0.setting("run_id", "00000000-0000-8000-8000-000000000000") })
}
