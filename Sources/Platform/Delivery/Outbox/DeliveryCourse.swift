import AuditTrail
import Documents
import Store

/// The course of one delivery: what happened and when → what is to be done. Pure: no clock, no store, no network.
struct DeliveryCourse: Sendable {
    /// What can happen to a delivery.
    enum Event: Sendable, Hashable {
        /// An attempt ended.
        case tried(DeliveryOutcome)
        /// Nothing can be sent: its channel or its run is no longer there.
        case withdrawn(reason: String)
        /// An officer has it sent again.
        case replayed
        /// Time passed.
        case looked
    }

    /// What follows.
    enum Action: Sendable, Hashable {
        /// The job is done.
        case finish
        /// The job waits for its next attempt.
        case postpone(until: Timestamp, because: String)
        /// The job is given up.
        case exhaust(because: String)
        /// A new job begins.
        case begin
        /// The audit trail gets an entry.
        case record(AuditAction, reason: String?)
        /// Half, four fifths or all of the time until the deadline is over.
        case alarm(percent: Int)
    }

    /// The shares of the time at which an alarm is given, in percent.
    static let alarms = [50, 80, 100]

    private(set) var row: DeliveryRow
    let schedule: RetrySchedule
    /// Whether a failed attempt is followed by another; never false but in a sandbox that plays a broken platform.
    let tries: Bool

    init(_ row: DeliveryRow, schedule: RetrySchedule, tries: Bool = true) {
        self.row = row
        self.schedule = schedule
        self.tries = tries
    }

    private var state: DeliveryState { DeliveryState(rawValue: row.state) ?? .exhausted }

    /// Takes an event. One that does not fit the state changes nothing.
    /// - Parameter spread: 0 ..< 1, a random number.
    mutating func take(_ event: Event, at now: Timestamp, spread: Double = 0.5) -> [Action] {
        switch event {
        case .tried(let outcome):
            guard state == .waiting else { return [.finish] }
            row.attempts += 1
            return took(outcome, at: now, spread: spread)
        case .withdrawn(let reason):
            guard state == .waiting else { return [.finish] }
            return giveUp(reason)
        case .replayed:
            guard state != .waiting else { return [] }
            row.state = DeliveryState.waiting.rawValue
            row.openedAt = now
            row.replays += 1
            row.attempts = 0
            row.acknowledgedAt = nil
            row.reference = nil
            row.lastError = nil
            return [.begin, .record(.request, reason: nil)]
        case .looked:
            guard state == .waiting, let percent = Self.alarms.last(where: { now >= instant(of: $0) }), percent > row.alarm else {
                return []
            }
            row.alarm = percent
            return [.alarm(percent: percent)]
        }
    }

    /// When so many percent of the time from the trigger to the deadline are over.
    func instant(of percent: Int) -> Timestamp {
        let span = row.dueAt.milliseconds - row.triggeredAt.milliseconds
        return Timestamp(milliseconds: row.triggeredAt.milliseconds + span / 100 * Int64(percent))
    }

    private mutating func took(_ outcome: DeliveryOutcome, at now: Timestamp, spread: Double) -> [Action] {
        switch outcome {
        case .acknowledged(let receipt):
            row.state = DeliveryState.acknowledged.rawValue
            row.acknowledgedAt = now
            row.reference = receipt.reference
            row.lastError = nil
            return [.finish, .record(.export, reason: nil)]
        case .refusedForGood(let reason): return giveUp(reason)
        case .refused(let reason, let retryAfter):
            row.lastError = reason
            var pause = schedule.pause(after: row.attempts, spread: spread, retryAfter: retryAfter)
            // While the deadline can still be kept, a receiver that comes back is found within half an hour.
            if now < row.dueAt, retryAfter == nil { pause = min(pause, .seconds(1800)) }
            let next = now.advanced(by: pause)
            guard tries, next - row.openedAt <= schedule.term else { return giveUp(reason) }
            return [.postpone(until: next, because: reason)]
        }
    }

    private mutating func giveUp(_ reason: String) -> [Action] {
        row.state = DeliveryState.exhausted.rawValue
        row.lastError = reason
        return [.exhaust(because: reason), .record(.refuse, reason: reason)]
    }
}
