import Contracts
import Documents
import Results
import Transport
import Verification

/// Sends the spoilt variants of an interaction's request and checks that each is refused.
struct NegativeRunner: Sendable {
    let session: Session

    /// - Parameter makeValues: fresh variables for each probe, so that no two carry the same request id.
    func records(
        for interaction: Interaction, trace: CaseTrace, makeValues: @Sendable () async -> [String: Node]
    ) async -> [CheckRecord] {
        guard interaction.request != nil else { return [] }
        var records: [CheckRecord] = []
        for probe in NegativeProbe.probes(for: interaction, identity: session.profile.identity(interaction.identity)) {
            if Task.isCancelled {
                records.append(Self.skipped(probe, interaction, "the run was interrupted"))
                continue
            }
            do throws(RunError) {
                let attempt = try await session.caller.call(
                    interaction, as: interaction.identity, values: await makeValues(), departing: probe.departure, trace: trace)
                records.append(Self.record(of: attempt, probe, interaction))
            } catch {
                if !error.isSubjects { session.troubles.reportPreflight(.runError(error, source: interaction.source)) }
                records.append(Self.skipped(probe, interaction, error.message))
            }
        }
        return records
    }

    private static func skipped(_ probe: NegativeProbe, _ interaction: Interaction, _ reason: String, _ number: Int? = nil) -> CheckRecord {
        CheckRecord(
            check: probe.check, outcome: .skipped, requirements: interaction.requirements, reason: reason,
            exchanges: number.map { [$0] } ?? [])
    }

    /// Judges what a spoilt request was answered.
    static func record(of attempt: Attempt, _ probe: NegativeProbe, _ interaction: Interaction) -> CheckRecord {
        func record(_ findings: [Finding]) -> CheckRecord {
            CheckRecord(
                check: probe.check, outcome: findings.isEmpty ? .passed : .failed, requirements: interaction.requirements,
                findings: findings, exchanges: [attempt.number])
        }
        let wanted = probe.refusal.description
        switch attempt {
        case .answered(let exchange):
            let status = exchange.response.status
            if probe.refusal.statuses.contains(status) { return record([]) }
            if status == 429 { return skipped(probe, interaction, "the subject's rate limit came first (429)", attempt.number) }
            if status >= 500 {
                return record([
                    .negativeBroke(probe.words, "status \(status)", wanted: wanted, interaction.requirements, source: interaction.source)
                ])
            }
            return record([
                .negativeAccepted(probe.words, status: status, wanted: wanted, interaction.requirements, source: interaction.source)
            ])
        case .failed(let failure):
            if probe.refusal.allowsConnectionEnd, failure.isRefusal { return record([]) }
            if failure.code == .cancelled { return skipped(probe, interaction, "the run was interrupted", attempt.number) }
            return record([
                .negativeBroke(probe.words, failure.message, wanted: wanted, interaction.requirements, source: interaction.source)
            ])
        }
    }
}
