import Contracts
import Documents
import Results
import TransparencyLog

/// What the exchange did is written in the platform's log, and the log's signed checkpoint commits to exactly those bytes.
struct AuditCheck: Check {
    let expectation: AuditExpectation

    var name: String { "audit" }

    func judgement(of subject: Subject) -> Judgement {
        guard let log = subject.evidence.log else { return .skipped(Reason.noLogEvidence) }
        var pages: [Node] = []
        do throws(DocumentError) {
            for page in [log.history] + log.furtherPages { pages.append(log.worded(try JSONReader.read(page))) }
        } catch {
            return .failed([.malformedHistory(error, at: expectation.history.source)])
        }
        var misses: [(entry: LoggedEntry, mismatches: [Matching.Mismatch])] = []
        var malformed: [Finding] = []
        let read = pages.flatMap(entries).map { LoggedEntry.read($0, expectation, worded: log.worded) }
        let untrue = read.flatMap { result in (try? result.get()).map(contradictions) ?? [] }
        if !untrue.isEmpty { return .failed(Finding.limited(untrue)) }
        for result in read {
            switch result {
            case .failure(let problem): malformed.append(problem.finding)
            case .success(let entry):
                let outcome = subject.matching.outcome(of: expectation.entry, in: entry.document)
                if let obstacle = outcome.obstacle { return .skipped(obstacle) }
                if outcome.mismatches.isEmpty { return proof(of: entry, log, subject) }
                misses.append((entry, outcome.mismatches))
            }
        }
        if !malformed.isEmpty { return .failed(Finding.limited(malformed)) }
        guard let nearest = misses.min(by: { $0.mismatches.count < $1.mismatches.count }) else {
            return .failed([.noEntries(at: expectation.entries.source, path: expectation.entries.text)])
        }
        return .failed(Finding.limited(nearest.mismatches.map { .entryMismatch($0, place: nearest.entry.place, of: misses.count) }))
    }

    /// The elements of an array that the path selects, or the nodes themselves.
    private func entries(in history: Node) -> [Node] {
        expectation.entries.path.matches(in: history).flatMap { $0.node.array ?? [$0.node] }
    }

    /// What an entry shows and its leaf says otherwise: the log would prove something that nobody was shown.
    private func contradictions(in entry: LoggedEntry) -> [Finding] {
        guard expectation.leaf != nil else { return [] }
        return expectation.alike.compactMap { path in
            guard let logged = path.path.matches(in: entry.document).first?.node else { return nil }
            let shown = path.path.matches(in: entry.node).first?.node
            return shown == logged ? nil : .entryUnlikeLeaf(path, shown: shown, logged: logged, place: entry.place)
        }
    }

    private func proof(of entry: LoggedEntry, _ log: LogEvidence, _ subject: Subject) -> Judgement {
        guard expectation.checkpoint != nil else { return .passed }
        return InclusionJudgement(expectation: expectation, log: log, exchangeEnd: subject.exchange.endedAt).judgement(of: entry)
    }
}
