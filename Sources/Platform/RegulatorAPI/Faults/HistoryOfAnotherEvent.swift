import AuditTrail
import Documents

extension Fault {
    static let historyOfAnotherEvent = Fault(
        "history-of-another-event", "A history shows as an event what its leaf does not commit to",
        .history { changes in
            changes.map { change in
                guard let opening = change.opening else { return change }
                var shown = change
                shown.opening = .init(event: opening.event, blinding: opening.blinding.reversed())
                return shown
            }
        })
}
