import Contracts
import Documents
import Results
import Transport
import Verification

/// How a call is made again when it was not answered, or answered so: a retry hides trouble, so each is recorded and is a finding.
struct CallRetry: Sendable {
    static let keys = ["attempts", "on", "pause"]
    private static let assumedPause: Duration = .seconds(1)

    /// All attempts together, 2…10.
    let attempts: Int
    /// Answers that are not taken; a request without an answer is always made again.
    let statuses: [StatusSet]
    let pause: Duration

    static func read(_ member: Node.Member, from reader: inout ScenarioReader) -> CallRetry? {
        guard let object = reader.source.object(member.value, as: "`retry`", keys: keys, required: ["attempts"]) else { return nil }
        let attempts = reader.source.integer(object["attempts"], in: 2...10)
        let statuses = object["on"].map { reader.source.statuses($0.value) } ?? []
        let pause = reader.source.duration(object["pause"])
        return attempts.map { CallRetry(attempts: $0, statuses: statuses, pause: pause ?? assumedPause) }
    }

    /// Makes the call, again as the retry allows.
    /// - Returns: the last attempt, and a record for each that was not taken.
    static func made(
        _ retry: CallRetry?, _ interaction: Interaction, as identity: String, values: [String: Node], _ stage: Stage,
        source: SourceLocation
    ) async throws(RunError) -> (Attempt, [CheckRecord]) {
        var records: [CheckRecord] = []
        var values = values
        while true {
            let attempt = try await stage.session.caller.call(interaction, as: identity, values: values, trace: stage.trace)
            guard let retry, records.count + 1 < retry.attempts, retry.repeats(attempt) else { return (attempt, records) }
            records.append(
                CheckRecord(
                    check: "retry", outcome: .failed, requirements: stage.scenario.requirements,
                    findings: [.callRetried(attempt, stage.scenario.requirements, source: source)], exchanges: [attempt.number]))
            do { try await stage.session.clock.sleep(stage.time(within: retry.pause)) } catch { return (attempt, records) }
            values["uuid"] = .string(stage.session.makeIdentifier())
        }
    }

    private func repeats(_ attempt: Attempt) -> Bool {
        switch attempt {
        case .failed(let failure): failure.code != .cancelled
        case .answered(let exchange): statuses.contains { $0.contains(exchange.response.status) }
        }
    }
}
