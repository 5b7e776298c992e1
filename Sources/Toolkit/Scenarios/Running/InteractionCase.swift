import Contracts
import Documents
import Results

/// Runs one interaction as a case of its own: states, request, judgement, negatives.
struct InteractionCase: Sendable {
    let session: Session
    let interaction: Interaction

    /// - Returns: the checks, in the order in which they were made.
    func checks(trace: CaseTrace) async -> [CheckRecord] {
        do throws(RunError) {
            let identity = interaction.response?.pact == nil ? interaction.identity : ""
            var values = try await variables(identity)
            values.merge(try await StatesHandler(session: session).establish(interaction.given, values: values, trace: trace)) { $1 }
            guard interaction.request != nil else { return [] }
            let attempt = try await session.caller.call(interaction, as: identity, values: values, trace: trace)
            let records = await session.judge.records(for: interaction, attempt, values: values, identity: identity, trace: trace)
            let known = values
            let negatives = await NegativeRunner(session: session).records(for: interaction, trace: trace) {
                known.merging(["uuid": .string(session.makeIdentifier())]) { $1 }
            }
            return records + negatives
        } catch {
            return [session.record(of: error, requirements: interaction.requirements, source: interaction.source)]
        }
    }

    /// The variables of the identity, and `callback_url`: a mailbox of this case alone.
    private func variables(_ identity: String) async throws(RunError) -> [String: Node] {
        var values = session.values(for: identity)
        if interaction.request?.variables.contains("callback_url") == true, values["callback_url"] == nil,
            let mailbox = await session.mailboxes.open(interaction.fullID, unique: session.makeIdentifier())
        {
            values["callback_url"] = .string(mailbox.address)
        }
        return values
    }
}

extension Session {
    /// The record of a case or step that could not be carried out: a failure when the subject is to blame, else skipped and reported as
    /// a trouble of the profile.
    func record(of error: RunError, check: String = "request", requirements: [RequirementReference], source: SourceLocation?) -> CheckRecord
    {
        if Task.isCancelled {
            return CheckRecord(check: check, outcome: .skipped, requirements: requirements, reason: "the run was interrupted")
        }
        if error.isSubjects {
            return CheckRecord(
                check: check, outcome: .failed, requirements: requirements,
                findings: [.subjectError(error, requirements, source: source)])
        }
        troubles.reportPreflight(.runError(error, source: source))
        return CheckRecord(check: check, outcome: .skipped, requirements: requirements, reason: error.message)
    }
}
