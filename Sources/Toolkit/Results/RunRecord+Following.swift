extension RunRecord {
    /// One record of this run and of a later one against the same subject: the later cases, exchanges and faults come after these, its
    /// exchanges under numbers that go on from here. What both have of subject, seed and selected requirements is this run's.
    package func followed(by later: RunRecord) -> RunRecord {
        let last = exchanges.map(\.number).max() ?? 0
        var record = self
        // They may have run beside each other. Times of one form compare as texts.
        record.endedAt = max(endedAt, later.endedAt)
        record.selection += later.selection.filter { !selection.contains($0) }
        record.cases += later.cases.map { one in
            var one = one
            for index in one.checks.indices { one.checks[index].exchanges = one.checks[index].exchanges.map { $0 + last } }
            return one
        }
        record.exchanges += later.exchanges.map { one in
            var one = one
            one.number += last
            return one
        }
        record.preflightFailures += later.preflightFailures
        record.harnessFaults += later.harnessFaults
        record.isInterrupted = isInterrupted || later.isInterrupted
        let known = Set(contentDigests)
        record.contentDigests = (contentDigests + later.contentDigests.filter { !known.contains($0) }).sorted { $0.path < $1.path }
        return record
    }
}
