import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Transport
import Verification

/// Turns what came of a request into check records: fetches what the checks need to know, then lets the verifier judge.
struct ExchangeJudge: Sendable {
    let session: Session

    /// The records of an interaction's exchange, or the one that says that there was none.
    /// - Parameter values: what templates in matchers may use.
    func records(
        for interaction: Interaction, _ attempt: Attempt, values: [String: Node], identity: String, trace: CaseTrace
    ) async -> [CheckRecord] {
        switch attempt {
        case .failed(let failure): return [Self.record(of: failure, interaction: interaction)]
        case .answered(let exchange):
            let evidence = await evidence(for: exchange.response.fields, values: values, identity: identity)
            guard let audit = interaction.response?.audit else {
                return session.verifier.records(for: interaction, exchange, evidence: evidence)
            }
            return await LogProver(session: session).records(
                for: interaction, audit, exchange, evidence: evidence, trace: trace)
        }
    }

    /// The records of a request that the subject made.
    /// - Parameters:
    ///   - causedAt: when the event happened that made the subject send it.
    ///   - earlier: receptions of the same interaction before this one.
    func records(
        for interaction: Interaction, received exchange: Exchange, values: [String: Node], identity: String, causedAt: Timestamp?,
        earlier: [Exchange]
    ) async -> [CheckRecord] {
        var evidence = await evidence(for: exchange.request.fields, values: values, identity: identity)
        evidence.causedAt = causedAt
        evidence.earlier = earlier
        return session.verifier.records(for: interaction, exchange, evidence: evidence)
    }

    private func evidence(for fields: HTTPFields, values: [String: Node], identity: String) async -> Evidence {
        Evidence(
            keys: await keys(for: fields, identity: identity), now: session.clock.now(), values: values,
            capabilities: session.profile.capabilities, wireNames: session.profile.dialect?.wireNames ?? WireNames())
    }

    /// A key set that cannot be fetched again is judged by the one that is held: the signature under an unknown key then fails, as it must.
    private func keys(for fields: HTTPFields, identity: String) async -> KeySet {
        let client = try? await session.identities.client(identity)
        do throws(RunError) {
            return try await session.keys.keys(for: fields, as: client, identity: identity)
        } catch {
            return await session.keys.current
        }
    }

    /// The check that an exchange which the contract demands took place at all.
    static func record(of failure: Attempt.Failure, interaction: Interaction) -> CheckRecord {
        if interaction.response?.mayRefuseConnection == true, failure.isRefusal {
            return CheckRecord(
                check: "status", outcome: .passed, requirements: interaction.requirements, exchanges: [failure.number])
        }
        if failure.code == .cancelled {
            return CheckRecord(
                check: "exchange", outcome: .skipped, requirements: interaction.requirements, reason: "the run was interrupted",
                exchanges: [failure.number])
        }
        return CheckRecord(
            check: "exchange", outcome: .failed, requirements: interaction.requirements,
            findings: [.exchangeFailed(failure, interaction.requirements, source: interaction.source)], exchanges: [failure.number])
    }
}
