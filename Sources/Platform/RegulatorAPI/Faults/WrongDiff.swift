import AuditTrail
import Documents

extension Fault {
    static let wrongDiff = Fault(
        "wrong-diff", "The diffs of a history are not those of its leaves",
        .history { changes in
            changes.map { change in
                var shown = change
                shown.diff = [["op": "replace", "path": "/percentage", "value": 0]]
                return shown
            }
        })
}
