import Documents
import Store

/// How one sequencer comes to the log's lease and keeps it.
///
/// The lease's time only says when another may ask for it; it is read from the clock on the wall, never from a realm's own. That clock may
/// jump: what holds is the fence, which every transaction looks at before the log is changed.
struct LeaseHolder: Sendable {
    /// Names the sequencer, never used twice.
    let owner: String
    /// How long a lease runs.
    let duration: Duration
    /// Whether whoever had the lease before cannot be at work any more: the directory's lock says so.
    let isAlone: Bool
    let now: @Sendable () -> Timestamp

    /// Renews the lease that this holder has, or takes it over, with the next fence.
    /// - Parameter fence: of the lease that this holder has; nil when it has none.
    /// - Throws: `AuditError` `lease-lost` when a newer fence was given, `lease-held` while another's lease runs.
    func lease(after fence: Int64?, in transaction: Transaction) throws -> LogLease {
        let time = now()
        let next: Int64
        if let fence {
            try check(fence, in: transaction.snapshot)
            next = fence
        } else {
            let present = try transaction.snapshot.logLease()
            if let present, !isAlone, runs(present, at: time) {
                throw AuditError(.leaseHeld, "another sequencer writes the log until \(present.until) (fence \(present.fence))")
            }
            next = (present?.fence ?? 0) + 1
        }
        let lease = LogLease(owner: owner, fence: next, until: time.advanced(by: duration))
        try transaction.put(lease)
        return lease
    }

    /// Throws `AuditError` `lease-lost` when a newer fence than this holder's was given.
    func check(_ fence: Int64, in snapshot: Snapshot) throws {
        let present = try snapshot.logLease()
        guard present?.fence == fence, present?.owner == owner else {
            throw AuditError(
                .leaseLost, "another sequencer took the log over (fence \(present?.fence ?? 0), this one's is \(fence)): start anew")
        }
    }

    /// Whether the lease need not be renewed yet: more than half of its time is left.
    func isFresh(_ lease: LogLease) -> Bool {
        let time = now()
        return runs(lease, at: time) && time.advanced(by: duration / 2) < lease.until
    }

    /// A lease that ends later than any that begins now was given before the clock was set back: nobody waits for its end.
    private func runs(_ lease: LogLease, at time: Timestamp) -> Bool {
        lease.until > time && lease.until <= time.advanced(by: duration)
    }
}
