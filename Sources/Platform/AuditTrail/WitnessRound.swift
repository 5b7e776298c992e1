package import Logging
package import TransparencyLog

/// Has witnesses cosign what was published (c2sp.org/tlog-witness), one round after another, each with a consistency proof from what the
/// witness holds.
///
/// Publishing never waits for it. A witness that holds what the log does not lead to is evidence of a database that was cut, restored or
/// swapped: then nothing is signed any more. It is asked for the checkpoint itself, so that its word alone does not do that where it can
/// be shown wrong; where it shows nothing, its word stands.
package actor WitnessRound {
    /// A witness's answer, as far as it matters.
    package struct Answer: Sendable {
        package let status: Int
        package let body: [UInt8]

        package init(status: Int, body: [UInt8]) {
            self.status = status
            self.body = body
        }
    }

    /// Sends a body by POST, or asks by GET when there is none. Must end within seconds: a round is as long as its slowest witness.
    package typealias Send = @Sendable (_ url: String, _ body: [UInt8]?) async throws -> Answer

    /// After so many rounds a checkpoint is cosigned anew, so that its cosignatures tell that the log stands still, not the witnesses.
    static let refreshAfter = 600
    /// A witness that does not answer is left alone for at most so many rounds.
    static let longestPause = 60

    private struct Peer {
        let conversation: WitnessConversation
        /// The size that it is taken to hold; nil before it was asked.
        var known: Int64?
        /// What it cosigned last, so many rounds ago.
        var cosigned: Checkpoint?
        var age = 0
        var failures = 0
        /// Rounds that are still to pass without it.
        var pause = 0
    }

    private let sequencer: Sequencer
    private let policy: LogPolicy
    private let logger: Logger
    private var peers: [Peer]
    private var quorumTime: Int64?

    /// - Parameters:
    ///   - policy: the witnesses, those without a URL are not asked, and the quorum. Whether it names the log is the caller's to see.
    ///   - send: the way to the witnesses.
    package init(sequencer: Sequencer, policy: LogPolicy, send: @escaping Send, logger: Logger) {
        self.sequencer = sequencer
        self.policy = policy.only(sequencer.signer.verifier)
        self.logger = logger
        let reader = LogReader(sequencer.tiles)
        peers = policy.witnesses.compactMap { witness in
            policy.url(of: witness).map { url in
                let prefix = url.hasSuffix("/") ? String(url.dropLast()) : url
                return Peer(conversation: WitnessConversation(witness: witness, url: prefix, reader: reader, send: send))
            }
        }
    }

    /// The latest time in the cosignatures of the newest checkpoint that a quorum cosigned, in seconds since 1970; nil before the first.
    package var cosignedAt: Int64? { quorumTime }

    /// Holds what the witnesses have against the log; before the first checkpoint is signed.
    ///
    /// A witness that does not answer is passed over: the log must not depend on it.
    /// - Throws: `AuditError` `witness-ahead`, `log-differs`; `LogError` when the log's files cannot be read.
    package func compareHeld() async throws {
        let log = sequencer.signer.verifier
        if let bytes = try sequencer.tiles.read(cosignedCheckpointPath), let note = try? SignedNote(parsing: bytes), hasQuorum(note) {
            quorumTime = time(of: note)
        }
        let held = await withTaskGroup(of: (Int, WitnessConversation.Held).self) { group in
            for (index, peer) in peers.enumerated() {
                group.addTask { [conversation = peer.conversation] in (index, await conversation.held(of: log)) }
            }
            var found: [(Int, WitnessConversation.Held)] = []
            for await one in group { found.append(one) }
            return found
        }
        for (index, held) in held {
            switch held {
            case .checkpoint(let checkpoint):
                try await sequencer.compare(checkpoint, of: peers[index].conversation.witness.name)
                peers[index].known = checkpoint.size
            case .nothing(let reason):
                logger.notice("a witness shows no checkpoint", metadata: metadata(index, reason))
            }
        }
    }

    /// Asks once each `interval` until the task is cancelled.
    /// - Throws: `AuditError` when the log must not go on.
    package func run(each interval: Duration = .seconds(1)) async throws {
        while !Task.isCancelled {
            do {
                try await ask()
            } catch let error as AuditError {
                throw error
            } catch {
                logger.error("cosignatures could not be kept", metadata: ["reason": "\(error)"])
            }
            do {
                try await Task.sleep(for: interval)
            } catch {
                return
            }
        }
    }

    /// One round: asks every witness that has not cosigned the newest checkpoint and is not left alone, all at once.
    /// - Throws: `AuditError` when the log must not go on; `LogError` when its files cannot be read or written.
    package func ask() async throws {
        guard let newest = await sequencer.checkpoint, newest.size > 0 else { return }
        let due = due(for: newest)
        guard !due.isEmpty, let (checkpoint, published) = try await sequencer.published() else { return }
        let asked = published.only(signedBy: [sequencer.signer.verifier])
        var note = published
        try await withThrowingTaskGroup(of: (Int, WitnessConversation.Outcome).self) { group in
            for index in due {
                let (conversation, known) = (peers[index].conversation, peers[index].known)
                group.addTask { (index, await conversation.outcome(of: checkpoint, note: asked, from: known)) }
            }
            for try await (index, outcome) in group {
                note = try await taking(outcome, of: index, for: checkpoint, note)
            }
        }
    }

    // MARK: Outcomes

    private func due(for newest: Checkpoint) -> [Int] {
        var due: [Int] = []
        for index in peers.indices {
            peers[index].age += 1
            if peers[index].pause > 0 {
                peers[index].pause -= 1
            } else if peers[index].cosigned != newest || peers[index].age >= Self.refreshAfter {
                due.append(index)
            }
        }
        return due
    }

    /// The note with what the outcome adds to it.
    private func taking(
        _ outcome: WitnessConversation.Outcome, of index: Int, for checkpoint: Checkpoint, _ note: SignedNote
    ) async throws -> SignedNote {
        switch outcome {
        case .cosigned(let answer):
            let cosigned = try note.cosigned(by: peers[index].conversation.witness, answer: answer)
            let isQuorum = hasQuorum(cosigned)
            try await sequencer.add(cosigned, of: checkpoint, hasQuorum: isQuorum)
            if isQuorum { quorumTime = time(of: cosigned) }
            peers[index].known = checkpoint.size
            peers[index].cosigned = checkpoint
            (peers[index].age, peers[index].failures) = (0, 0)
            return cosigned
        case .contradicts(let claim, let size):
            try await examine(claim, about: size, of: index)
        case .failed(let reason):
            failed(index, reason)
        }
        return note
    }

    /// Looks at what the witness holds. Throws the claim, or what is found instead, unless the log leads to a checkpoint that it shows of at
    /// least the size that it claims: a smaller one says nothing of the claim.
    private func examine(_ claim: AuditError, about size: Int64, of index: Int) async throws {
        let conversation = peers[index].conversation
        let reason: String
        switch await conversation.held(of: sequencer.signer.verifier) {
        case .checkpoint(let held):
            try await sequencer.compare(held, of: conversation.witness.name)
            if held.size >= size {
                peers[index].known = held.size
                failed(index, "\(claim.message); what it shows, of \(held.size) entries, the log leads to: the fault is the witness's")
                return
            }
            reason = "what it shows has \(held.size) entries only"
        case .nothing(let why):
            reason = why
        }
        // The task may be at its end: a question that was broken off says nothing.
        if Task.isCancelled { return }
        logger.critical("a witness contradicts the log and does not show by what", metadata: metadata(index, reason))
        await sequencer.refuse(claim)
        throw claim
    }

    private func failed(_ index: Int, _ reason: String) {
        if Task.isCancelled { return }
        peers[index].pause = min(Self.longestPause, 1 << min(peers[index].failures, 6))
        peers[index].failures += 1
        logger.warning("a witness did not cosign", metadata: metadata(index, reason))
    }

    private func hasQuorum(_ note: SignedNote) -> Bool {
        // A policy that asks for no witness is met by none, which is no cosignature.
        (try? policy.open(note.bytes)).map { !$0.cosigners.isEmpty } ?? false
    }

    private func time(of note: SignedNote) -> Int64? {
        (try? note.cosignatures(by: policy.witnesses))?.map(\.time).max()
    }

    private func metadata(_ index: Int, _ reason: String) -> Logger.Metadata {
        ["witness": "\(peers[index].conversation.witness.name)", "reason": "\(reason)"]
    }
}
