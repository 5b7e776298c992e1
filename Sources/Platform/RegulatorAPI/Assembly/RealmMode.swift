import Access
import AuditTrail
import Delivery
import Documents
import Incidents
import Reporting
import Requests
import ServerKit
import Transport

/// Which of the two worlds a realm is. Only the sandbox has a switchboard of faults: in production there is nothing to switch.
enum RealmMode: Sendable {
    case production
    case sandbox(FaultSwitchboard)

    /// The effects that are on now, in the order of the registry; none in production.
    var effects: [FaultEffect] {
        switch self {
        case .production: []
        case .sandbox(let switchboard): switchboard.effects
        }
    }

    /// What is left out of deciding who gets tokens and who is let in.
    var accessWeaknesses: AccessWeaknesses {
        effects.reduce(into: []) { weaknesses, effect in
            if case .access(let more) = effect { weaknesses.formUnion(more) }
        }
    }

    /// What leaves of the log tell beside their commitment.
    var leafMembers: @Sendable (AuditEntry) -> [(String, Node)] {
        { entry in
            effects.flatMap { effect -> [(String, Node)] in
                if case .leafMembers(let members) = effect { members(entry) } else { [] }
            }
        }
    }

    /// Whether a detector leaves out what it should look at.
    func isAsleep(_ detector: Detector) -> Bool {
        effects.contains { effect in
            if case .sleepingDetector(detector) = effect { return true }
            return false
        }
    }

    /// Where messages about incidents may be changed.
    var noticeHooks: NoticeHooks {
        switch self {
        case .production: .none
        case .sandbox(let switchboard): switchboard.noticeHooks
        }
    }

    /// Where deliveries of reports may be changed.
    var outboxHooks: OutboxHooks {
        switch self {
        case .production: .none
        case .sandbox(let switchboard): switchboard.outboxHooks
        }
    }

    /// Where challenges may be changed.
    var challengeHooks: ChallengeHooks {
        switch self {
        case .production: .none
        case .sandbox(let switchboard): switchboard.challengeHooks
        }
    }

    /// Where callbacks may be changed.
    func deliveryHooks(now: @escaping @Sendable () -> Timestamp) -> DeliveryHooks {
        switch self {
        case .production: .none
        case .sandbox(let switchboard): switchboard.deliveryHooks(now: now)
        }
    }
}
