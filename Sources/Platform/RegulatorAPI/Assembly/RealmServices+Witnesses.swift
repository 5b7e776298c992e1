import AuditTrail
import TransparencyLog
import Transport

/// Who cosigns the realm's log.
extension RealmServices {
    /// A round is as long as its slowest witness; one that is slower than this is asked again later.
    private static let patience: Duration = .seconds(5)

    /// The rounds of a realm that has a policy, once what its witnesses hold was held against the log; nil without one.
    /// - Throws: `AuditError` when a witness holds what the log does not lead to.
    static func witnessRound(_ configuration: RealmConfiguration, _ sequencer: Sequencer) async throws -> WitnessRound? {
        guard let policy = configuration.witnesses else { return nil }
        let client = configuration.client
        let round = WitnessRound(
            sequencer: sequencer, policy: policy,
            send: { url, body in
                let answer = try await client.send(
                    OutgoingRequest(
                        method: body == nil ? "GET" : "POST", url: url, body: body ?? [], timeout: patience,
                        maximumBodyBytes: SignedNote.maximumBytes))
                return WitnessRound.Answer(status: answer.status, body: answer.body)
            }, logger: configuration.logger)
        try await round.compareHeld()
        return round
    }
}
