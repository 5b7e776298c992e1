import Contracts
import Documents
import HTTPTypes
import MessageSignatures
package import Results
import Transport
import Verification

extension Runner {
    /// Plays the client's side of a recorded session again and holds the answers against the recorded ones.
    ///
    /// Tokens, signatures, nonces and identifiers in requests are made anew; what the subject gave then is replaced by what it gives now.
    /// - Parameter identity: as whom requests are made whose own identity the profile does not have; nil takes the first with a token.
    /// - Returns: one case for each request that was played, and one for the callbacks.
    package func replay(
        _ recording: Recording, speed: ReplaySpeed, identity: String? = nil, progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
    ) async -> RunRecord {
        let session = makeSession(progress: progress)
        let startedAt = clock.now()
        var player = ReplayPlayer(session: session, recording: recording, speed: speed, fallback: identity)
        let failures = await Preflight(session: session, identities: player.identities).failures()
        let cases = failures.isEmpty ? await player.play() : []
        await shieldedFromCancellation { await session.mailboxes.closeAll() }
        return RunRecord(
            subject: RunRecord.Subject(
                name: profile.name, baseURL: profile.platform.baseURL, environment: profile.environment.rawValue,
                capabilities: profile.capabilities.sorted()),
            startedAt: startedAt.description, endedAt: clock.now().description, seed: options.seed,
            selection: ["replay of \(recording.file)"] + options.selection, cases: cases, exchanges: session.channel.journal.records,
            preflightFailures: failures + session.troubles.preflight, harnessFaults: session.troubles.harness,
            isInterrupted: Task.isCancelled,
            contentDigests: [RunRecord.ContentDigestEntry(path: recording.file, sha256: recording.digest)])
    }
}
