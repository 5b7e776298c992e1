package import Results

/// Makes one report of the reports of all parts of a run.
///
/// It is the union and nothing else: a report that was made otherwise, of something else, or of only some parts is refused.
package struct ShardMerge {
    /// Why reports are not the parts of one run.
    package struct Refusal: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// A report and where it lies, for messages.
    package struct Part: Sendable {
        package var name: String
        /// With the evidence of its exchanges.
        package var report: ConformanceReport

        package init(name: String, report: ConformanceReport) {
            self.name = name
            self.report = report
        }
    }

    private let parts: [Part]

    /// - Parameter parts: in any order.
    package init(_ parts: [Part]) {
        self.parts = parts
    }

    /// The record of the whole run: cases in the order of the plan, exchanges part after part under numbers that go on.
    package func record() throws(Refusal) -> RunRecord {
        guard let first = parts.first, let shard = first.report.run.shard else {
            throw Refusal(
                description: parts.first.map { "\($0.name) is no part of a run: it was made without --shard" } ?? "no report given")
        }
        for part in parts { try agree(part, with: first) }
        let ordered = try complete(shard.count)
        var whole = ordered[0].report.run
        for part in ordered.dropFirst() { whole = whole.followed(by: part.report.run) }
        whole.shard = nil
        whole.selection = Self.selection(of: first.report.run)
        whole.startedAt = parts.map(\.report.run.startedAt).min() ?? whole.startedAt
        whole.endedAt = parts.map(\.report.run.endedAt).max() ?? whole.endedAt
        whole.cases = try inOrder(of: shard.plan, whole.cases)
        return whole
    }

    /// The words of the selection that are the same in all parts.
    private static func selection(of run: RunRecord) -> [String] { run.selection.filter { !$0.hasPrefix("--shard ") } }

    private func agree(_ part: Part, with first: Part) throws(Refusal) {
        let (one, other) = (first.report, part.report)
        func same(_ what: String, _ left: String, _ right: String) throws(Refusal) {
            guard left != right else { return }
            throw Refusal(description: "\(first.name) and \(part.name) differ in \(what): \(left) and \(right)")
        }
        guard let shard = other.run.shard else {
            throw Refusal(description: "\(part.name) is no part of a run: it was made without --shard")
        }
        try same("the version of the tool", "\(one.issuer.tool) \(one.issuer.version)", "\(other.issuer.tool) \(other.issuer.version)")
        try same("the subject", "\(one.run.subject)", "\(other.run.subject)")
        try same("the seed", "\(one.run.seed)", "\(other.run.seed)")
        try same(
            "the requirement catalogue", "\(one.catalogueRevision) \(one.catalogueSHA256)",
            "\(other.catalogueRevision) \(other.catalogueSHA256)")
        try same(
            "the selection", Self.selection(of: one.run).joined(separator: " "), Self.selection(of: other.run).joined(separator: " "))
        try same("the selected requirements", "\(one.run.selectedRequirements)", "\(other.run.selectedRequirements)")
        try same("the number of parts", "\(one.run.shard?.count ?? 0)", "\(shard.count)")
        let plan = one.run.shard?.plan ?? []
        if plan != shard.plan {
            let odd = Set(plan).symmetricDifference(shard.plan).min() ?? "their order"
            throw Refusal(description: "\(first.name) and \(part.name) are of different content: they differ in the cases planned: \(odd)")
        }
        let known = Dictionary(one.run.contentDigests.map { ($0.path, $0.sha256) }) { first, _ in first }
        for entry in other.run.contentDigests where known[entry.path].map({ $0 != entry.sha256 }) ?? false {
            throw Refusal(description: "\(first.name) and \(part.name) are of different content: \(entry.path) is not the same file")
        }
    }

    /// The parts by their number, each there once.
    private func complete(_ count: Int) throws(Refusal) -> [Part] {
        var byIndex: [Int: Part] = [:]
        for part in parts {
            guard let shard = part.report.run.shard else { continue }
            if let other = byIndex.updateValue(part, forKey: shard.index) {
                throw Refusal(description: "\(other.name) and \(part.name) are both part \(shard.index) of \(count)")
            }
            let planned = shard.plan.filter(shard.holds)
            let ran = Set(part.report.run.cases.map { RunShard.planned($0.id) })
            if let odd = ran.symmetricDifference(planned).min() {
                let what = ran.contains(odd) ? "has \(odd), which is not of" : "lacks \(odd), which is of"
                throw Refusal(description: "\(part.name) \(what) part \(shard.index) of \(count)")
            }
        }
        let missing = (1...count).filter { byIndex[$0] == nil }
        guard missing.isEmpty else {
            throw Refusal(description: "of \(count) parts these are missing: \(missing.map(String.init).joined(separator: ", "))")
        }
        return (1...count).compactMap { byIndex[$0] }
    }

    private func inOrder(of plan: [String], _ cases: [CaseRecord]) throws(Refusal) -> [CaseRecord] {
        let places = Dictionary(plan.enumerated().map { ($1, $0) }) { first, _ in first }
        guard places.count == plan.count else { throw Refusal(description: "the plan of the parts names a case twice") }
        let placed = cases.enumerated().map { (place: places[RunShard.planned($1.id)] ?? plan.count, arrival: $0, record: $1) }
        return placed.sorted { ($0.place, $0.arrival) < ($1.place, $1.arrival) }.map(\.record)
    }
}
