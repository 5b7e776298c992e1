package import Documents
package import TransparencyLog

/// A witness of transparency logs (c2sp.org/tlog-witness): cosigns a checkpoint once it was shown to continue the one cosigned before,
/// so that a log which shows different histories to different people is found out.
///
/// It keeps of each log what it cosigned last, its origin, size, root and signatures, and nothing else.
package struct Witness: Sendable {
    /// What a request came to.
    enum Answer: Sendable, Hashable {
        /// The signature lines to answer; the checkpoint is durably kept.
        case cosigned(lines: String)
        /// Never with `.cosign`.
        case refused(WitnessDecision)
    }

    private let keys: Keys
    private let store: WitnessStore
    private let now: @Sendable () -> Timestamp

    /// - Parameters:
    ///   - signer: a key that is used for nothing else.
    ///   - logs: the keys of the logs that are known, each named after its origin.
    ///   - folder: where is kept what was cosigned last; made when missing. One witness at a time may have it.
    ///   - now: the time that cosignatures state.
    /// - Throws: `LogError` `unsupportedKey` for a log's key that is a witness's, `malformed` when no log is named, `storage` when the
    ///   folder cannot be had.
    package init(
        signer: NoteSigner, logs: [NoteVerifier], folder: String, now: @escaping @Sendable () -> Timestamp = { Timestamp.wall }
    ) throws(LogError) {
        guard !logs.isEmpty else { throw LogError(.malformed, "a witness needs the key of a log at least") }
        for log in logs where log.isWitness {
            throw LogError(.unsupportedKey, "\(log.name): expected the key of a log, of type 1, got a witness's")
        }
        keys = Keys(signer: signer, logs: logs)
        self.now = now
        store = try WitnessStore(folder: folder)
    }

    /// What logs and verifiers need to know of it: the verifier key, of type 4.
    package var verifierKey: String { keys.signer.witnessVerifier.verifierKey }

    /// Decides, and on a cosignature keeps the checkpoint before it answers; of two requests at once the second is judged by the first's.
    ///
    /// Throws `LogError` when what was cosigned last cannot be read, is not what this witness wrote, or the new cannot be kept: then
    /// nothing is cosigned.
    func answer(to request: WitnessRequest) async throws -> Answer {
        let origin = request.checkpoint.origin
        // Nothing is looked up under a name that a stranger chose.
        guard !keys.logs(of: origin).isEmpty else { return .refused(.unknownOrigin) }
        let seconds = now().seconds
        // The store is not to be held by what runs in it: a folder is free again once its witness is gone.
        return try await store.update(origin) { [keys] kept throws(LogError) in try keys.answer(to: request, after: kept, at: seconds) }
    }

    /// The note that was cosigned last of the log of that name, `WitnessPath.name(of:)`; nil when there is none or the log is unknown.
    func latest(of name: String) async throws -> [UInt8]? {
        guard let log = keys.logs.first(where: { WitnessPath.name(of: $0.name) == name }) else { return nil }
        guard let note = try await store.latest(of: log.name) else { return nil }
        _ = try keys.verified(note, of: log.name)
        return note
    }

    /// Whom the witness trusts, and as whom it signs.
    private struct Keys: Sendable {
        let signer: NoteSigner
        let logs: [NoteVerifier]

        func logs(of origin: String) -> [NoteVerifier] { logs.filter { $0.signs(for: origin) } }

        /// What to answer after the note that was kept last, and the note to keep now.
        func answer(
            to request: WitnessRequest, after kept: [UInt8]?, at seconds: Int64
        ) throws(LogError) -> (value: Answer, next: [UInt8]?) {
            let origin = request.checkpoint.origin
            let latest = if let kept { try verified(kept, of: origin) } else { nil as Checkpoint? }
            let decision = WitnessDecision(request, trusting: logs, latest: latest)
            guard decision == .cosign else { return (.refused(decision), nil) }
            // Kept with the lines of the log and ours alone: others would let a stranger fill the file.
            let note = request.note.only(signedBy: logs(of: origin))
            let line = try signer.cosignatureLine(for: note, time: seconds)
            return (.cosigned(lines: line), try note.cosigned(by: signer.witnessVerifier, answer: Array(line.utf8)).bytes)
        }

        /// The checkpoint of a kept note. Throws unless the log and this witness signed it: whoever changed the file could else have
        /// another history cosigned.
        func verified(_ note: [UInt8], of origin: String) throws(LogError) -> Checkpoint {
            let signed = try SignedNote(parsing: note)
            _ = try signed.verified(by: logs(of: origin))
            guard try !signed.cosignatures(by: [signer.witnessVerifier]).isEmpty else {
                throw LogError(.unsigned, "the kept checkpoint of \(origin) has no cosignature of \(signer.witnessVerifier.verifierKey)")
            }
            let checkpoint = try Checkpoint(text: signed.text)
            guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
                throw LogError(.wrongOrigin, "the kept checkpoint of \(origin) is one of \(checkpoint.origin)")
            }
            return checkpoint
        }
    }
}
