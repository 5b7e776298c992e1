import Contracts
import Documents
import Results
import Transport
import Verification

/// Proves that an exchange is in the subject's log: asks for the history and, apart from it, for the signed checkpoint, until the proof
/// holds or patience ends.
///
/// A log is allowed to integrate an entry a little later than it acknowledges it, so the first look may come too early. Every look is
/// judged by the same checks; the last one is what is recorded.
struct LogProver: Sendable {
    /// How often the log is looked at.
    static let interval: Duration = .milliseconds(250)
    /// How often more it is looked at, patience or not, while proofs are for a size between two checkpoints: a busy log may have
    /// published that one in between, which is no fault of its.
    static let looksAtBusyLog = 20

    let session: Session

    func records(
        for interaction: Interaction, _ audit: AuditExpectation, _ exchange: Exchange, evidence: Evidence, trace: CaseTrace,
        within patience: Duration? = nil
    ) async -> [CheckRecord] {
        let first = session.verifier.records(for: interaction, exchange, evidence: evidence)
        // An answer that is refused or wrong has left nothing to look for.
        guard !first.contains(where: { $0.check == "status" && $0.outcome == .failed }) else { return first }
        // Without the log's key a proof cannot be judged; the verifier says so.
        guard audit.checkpoint == nil || session.logKey.text != nil else { return first }
        let end = session.clock.uptime() + (patience ?? session.options.logPatience)
        var numbers: [Int] = []
        var busyLooks = 0
        while true {
            var evidence = evidence
            switch await look(audit, exchange, evidence.values, trace: trace) {
            case .seen(let log, let seen):
                evidence.log = log
                numbers = seen
            case .notAnswered(let failure): return first.filter { !$0.isOfLog } + [Self.record(of: failure, interaction, audit)]
            case .notAskable(let error):
                session.troubles.reportPreflight(.runError(error, source: audit.source))
                return first
            }
            evidence.now = session.clock.now()
            let records = session.verifier.records(for: interaction, exchange, evidence: evidence)
            let isProven = !records.contains { $0.isOfLog && $0.outcome == .failed }
            let isBusy = records.contains { $0.findings.contains { $0.code == "audit.proof-unanchored" } }
            if isBusy { busyLooks += 1 }
            let isOver = session.clock.uptime() >= end && !(isBusy && busyLooks < Self.looksAtBusyLog)
            if isProven || isOver || Task.isCancelled {
                return records.map { $0.isOfLog ? $0.judging(numbers) : $0 }
            }
            do { try await session.clock.sleep(Self.interval) } catch { return records }
        }
    }

    /// What one look at the log gave.
    private enum Look {
        case seen(LogEvidence, exchanges: [Int])
        case notAnswered(Attempt.Failure)
        case notAskable(RunError)
    }

    private func look(
        _ audit: AuditExpectation, _ exchange: Exchange, _ values: [String: Node], trace: CaseTrace
    ) async -> Look {
        let verifierKey = session.logKey.text ?? ""
        var numbers: [Int] = []
        var checkpoints: [LogEvidence.FetchedCheckpoint] = []
        var values = values
        values.merge(ExchangeVariables.values(of: exchange)) { $1 }
        do throws(RunError) {
            for member in audit.parameters.members ?? [] { values[member.key] = try RequestRenderer.resolved(member.value, values) }
            // The history's proof is made for some size; a checkpoint of that size was current before it or right after it.
            if let note = try await checkpoint(audit, values, trace, &numbers, &checkpoints) { return .notAnswered(note) }
            guard let history = session.library.interaction(audit.history.value), history.request != nil else {
                throw RunError.unknownInteraction(audit.history.value)
            }
            let attempt = try await session.caller.call(history, as: history.identity, values: values, trace: trace)
            numbers.append(attempt.number)
            guard case .answered(let answer) = attempt else {
                if case .failed(let failure) = attempt { return .notAnswered(failure) }
                return .seen(LogEvidence(history: [], checkpoints: checkpoints, verifierKey: verifierKey), exchanges: numbers)
            }
            if let note = try await checkpoint(audit, values, trace, &numbers, &checkpoints) { return .notAnswered(note) }
            return .seen(
                LogEvidence(
                    history: answer.response.body, checkpoints: checkpoints, verifierKey: verifierKey, worded: try reading(history, values)),
                exchanges: numbers)
        } catch {
            return .notAskable(error)
        }
    }

    /// Puts what the history says, and its leaves, in the words of the contracts.
    private func reading(_ history: Interaction, _ values: [String: Node]) throws(RunError) -> @Sendable (Node) -> Node {
        guard let dialect = session.profile.dialect, let request = history.request else { return { $0 } }
        let asked = try session.renderer.request(request, values: values)
        guard let speech = Speech(dialect, history, asked, baseURL: session.profile.platform.baseURL) else { return { $0 } }
        return { speech.heardAnswer($0) }
    }

    /// Fetches the checkpoint once more; the failure when nothing was answered.
    private func checkpoint(
        _ audit: AuditExpectation, _ values: [String: Node], _ trace: CaseTrace, _ numbers: inout [Int],
        _ checkpoints: inout [LogEvidence.FetchedCheckpoint]
    ) async throws(RunError) -> Attempt.Failure? {
        guard let id = audit.checkpoint?.value else { return nil }
        guard let interaction = session.library.interaction(id), interaction.request != nil else {
            throw RunError.unknownInteraction(id)
        }
        let attempt = try await session.caller.call(interaction, as: interaction.identity, values: values, trace: trace)
        numbers.append(attempt.number)
        switch attempt {
        case .failed(let failure): return failure
        case .answered(let answer):
            checkpoints.append(LogEvidence.FetchedCheckpoint(note: answer.response.body, fetchedAt: answer.startedAt))
            return nil
        }
    }

    private static func record(of failure: Attempt.Failure, _ interaction: Interaction, _ audit: AuditExpectation) -> CheckRecord {
        CheckRecord(
            check: "audit", outcome: failure.code == .cancelled ? .skipped : .failed, requirements: interaction.requirements,
            findings: failure.code == .cancelled ? [] : [.exchangeFailed(failure, interaction.requirements, source: audit.source)],
            reason: failure.code == .cancelled ? "the run was interrupted" : nil, exchanges: [failure.number])
    }
}

extension CheckRecord {
    /// Whether it judges the subject's log.
    var isOfLog: Bool { check == "audit" || check.hasPrefix("audit.") }

    /// The same record, also referring to these exchanges.
    func judging(_ numbers: [Int]) -> CheckRecord {
        var record = self
        record.exchanges += numbers.filter { !exchanges.contains($0) }
        return record
    }
}
