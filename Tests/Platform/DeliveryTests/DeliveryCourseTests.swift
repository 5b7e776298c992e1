import AuditTrail
import Documents
import Store
import Testing

@testable import Delivery

@Suite struct DeliveryCourseTests {
    private let start = Timestamp(milliseconds: 1_000_000)

    private func course(_ state: DeliveryState = .waiting, tries: Bool = true) -> DeliveryCourse {
        DeliveryCourse(
            DeliveryRow(
                deliveryID: "d", runID: "r", channelID: "c", kind: "sftp", template: "T16", licence: "L", regulator: "UKGC", format: "csv",
                state: state.rawValue, triggeredAt: start, dueAt: start.advanced(by: .seconds(7200)), openedAt: start),
            schedule: .standard, tries: tries)
    }

    @Test func `an acknowledgement ends it and says when`() {
        var course = course()
        let actions = course.take(.tried(.acknowledged(Acknowledgement(status: 250, reference: "7"))), at: start)
        #expect(actions == [.finish, .record(.export, reason: nil)])
        #expect(course.row.acknowledgedAt == start && course.row.reference == "7")
    }

    @Test func `an end is final for attempts and alarms`() {
        for state in [DeliveryState.acknowledged, .exhausted] {
            var course = course(state)
            let before = course.row
            let refused = course.take(.tried(.refused(reason: "x", retryAfter: nil)), at: start)
            let withdrawn = course.take(.withdrawn(reason: "x"), at: start)
            let looked = course.take(.looked, at: start.advanced(by: .seconds(99_999)))
            #expect(refused == [.finish] && withdrawn == [.finish] && looked.isEmpty && course.row == before)
        }
    }

    @Test func `a replay begins anew with pauses and span of its own`() {
        var course = course()
        for _ in 0..<5 { _ = course.take(.tried(.refused(reason: "x", retryAfter: nil)), at: start) }
        _ = course.take(.withdrawn(reason: "gone"), at: start)
        let later = start.advanced(by: .seconds(1_000_000))
        let replayed = course.take(.replayed, at: later)
        #expect(replayed == [.begin, .record(.request, reason: nil)])
        let next = course.take(.tried(.refused(reason: "x", retryAfter: nil)), at: later)
        #expect(next == [.postpone(until: later.advanced(by: .seconds(5)), because: "x")])
        let again = course.take(.replayed, at: later)
        #expect(again.isEmpty, "a delivery under way is not replayed")
    }

    @Test func `the shares of the time are exact`() {
        let course = course()
        #expect(course.instant(of: 50) == start.advanced(by: .seconds(3600)))
        #expect(course.instant(of: 80) == start.advanced(by: .seconds(5760)))
        #expect(course.instant(of: 100) == start.advanced(by: .seconds(7200)))
    }
}
