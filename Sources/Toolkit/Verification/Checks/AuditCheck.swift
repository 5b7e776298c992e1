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
        let untrue = read.flatMap { result in
            switch result {
            case .success(let entry): contradictions(in: entry)
            case .failure(let problem): problem.isUntrue ? [problem.finding] : []
            }
        }
        if !untrue.isEmpty { return .failed(Finding.limited(untrue)) }
        do throws(Template.UnknownVariable) {
            let telling = try tellingLeaves(among: read.compactMap { try? $0.get() }, subject.matching.values)
            if !telling.isEmpty { return .failed(Finding.limited(telling)) }
        } catch {
            return .skipped(Reason.unknownVariable(error.name))
        }
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

    /// Leaves that hold what they may not, however their JSON writes it.
    private func tellingLeaves(among entries: [LoggedEntry], _ values: [String: Node]) throws(Template.UnknownVariable) -> [Finding] {
        var findings: [Finding] = []
        for template in expectation.untold {
            let text = try Template(template.value).text(values)
            guard !text.isEmpty else { continue }
            findings += entries.filter { Self.holds($0.told, text) }.map { .leafTells(template, place: $0.place) }
        }
        return findings
    }

    /// Whether a text stands in a name or a value of a document.
    private static func holds(_ node: Node, _ text: String) -> Bool {
        if let string = node.string { return string.contains(text) }
        if let elements = node.array { return elements.contains { holds($0, text) } }
        return (node.members ?? []).contains { $0.key.contains(text) || holds($0.value, text) }
    }

    private func proof(of entry: LoggedEntry, _ log: LogEvidence, _ subject: Subject) -> Judgement {
        guard expectation.checkpoint != nil else { return .passed }
        return InclusionJudgement(expectation: expectation, log: log, exchangeEnd: subject.exchange.endedAt).judgement(of: entry)
    }
}
