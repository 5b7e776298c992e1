import Documents

extension Fault {
    static let historyOfYesterday = Fault(
        "history-of-yesterday", "The state of an entity at a time is told as it was a day earlier",
        .historyTime { $0.advanced(by: .seconds(-86_400)) })
}
