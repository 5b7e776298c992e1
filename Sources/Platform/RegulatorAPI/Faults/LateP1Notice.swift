extension Fault {
    static let lateP1Notice = Fault("late-p1-notice", "Notices of incidents leave eight seconds late", .noticeHold(.seconds(8)))
}
