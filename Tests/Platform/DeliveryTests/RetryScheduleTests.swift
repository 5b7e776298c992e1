import Testing

@testable import Delivery

@Suite struct RetryScheduleTests {
    let schedule = RetrySchedule.standard

    @Test func `pauses grow by the list and the last one repeats`() {
        let pauses = (1...8).map { schedule.pause(after: $0, spread: 0.5, retryAfter: nil) }
        #expect(pauses == [5, 300, 1800, 7200, 18_000, 36_000, 36_000, 36_000].map { Duration.seconds($0) })
    }

    @Test func `an alert is tried after 1, 5, 15 and 60 seconds, then each 5 minutes for a day, whatever the receiver asks for`() {
        let alert = RetrySchedule.alert
        let pauses = (1...7).map { alert.pause(after: $0, spread: 0.5, retryAfter: nil) }
        #expect(pauses == [1, 5, 15, 60, 300, 300, 300].map { Duration.seconds($0) })
        #expect(alert.term == .seconds(86_400))
        #expect(alert.pause(after: 1, spread: 0.5, retryAfter: .seconds(86_400)) == .seconds(300))
    }

    @Test func `chance moves a pause by at most a fifth`() {
        #expect(schedule.pause(after: 2, spread: 0, retryAfter: nil) == .seconds(240))
        #expect(schedule.pause(after: 2, spread: 0.999, retryAfter: nil) < .seconds(360))
    }

    @Test func `a receiver lengthens a pause, never shortens it, and not beyond a day`() {
        #expect(schedule.pause(after: 1, spread: 0.5, retryAfter: .seconds(1)) == .seconds(5))
        #expect(schedule.pause(after: 1, spread: 0.5, retryAfter: .seconds(60)) == .seconds(60))
        #expect(schedule.pause(after: 1, spread: 0.5, retryAfter: .seconds(1_000_000)) == .seconds(86_400))
    }
}
