import AuditTrail
import Documents

extension Fault {
    static let diffNotPatch = Fault(
        "diff-not-patch", "The diffs of a history are the new values, not patches of the old ones",
        .history { changes in
            changes.map { change in
                let values = (change.diff.array ?? []).compactMap { step in
                    (step["path"]?.string).map { (String($0.dropFirst()), step["value"] ?? .null) }
                }
                var shown = change
                shown.diff = .object(values)
                return shown
            }
        })
}
