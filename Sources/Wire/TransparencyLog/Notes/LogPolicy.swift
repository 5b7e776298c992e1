/// Which checkpoints to trust: the logs, the witnesses, and how many of these must have cosigned (c2sp.org/tlog-policy).
///
/// A checkpoint is accepted when one of the logs signed it and the quorum witnessed it. The URLs of witnesses are for the log, which asks
/// them to cosign; who only verifies needs none. URLs of logs are passed over.
package struct LogPolicy: Sendable, Hashable {
    /// The most bytes a policy file may have, and the most logs, witnesses and groups each; the specification asks for at least 32.
    package static let maximumBytes = 1 << 20
    static let maximumNames = 256

    /// What the quorum or a group stands on.
    indirect enum Rule: Sendable, Hashable {
        /// No cosignature is asked for.
        case none
        case witness(NoteVerifier)
        /// At least `threshold` of the members have witnessed.
        case group(threshold: Int, members: [Rule])

        func isMet(by cosigners: Set<NoteVerifier>) -> Bool {
            switch self {
            case .none: true
            case .witness(let witness): cosigners.contains(witness)
            case .group(let threshold, let members): members.count { $0.isMet(by: cosigners) } >= threshold
            }
        }
    }

    /// In the order of their lines; empty where the log is known from elsewhere.
    package let logs: [NoteVerifier]
    /// In the order of their lines.
    package let witnesses: [NoteVerifier]
    let quorum: Rule
    private let urls: [NoteVerifier: String]

    init(logs: [NoteVerifier], witnesses: [NoteVerifier], quorum: Rule, urls: [NoteVerifier: String] = [:]) {
        self.logs = logs
        self.witnesses = witnesses
        self.quorum = quorum
        self.urls = urls
    }

    /// What the file gives as the witness's submission prefix, as it stands there; nil when it gives none.
    package func url(of witness: NoteVerifier) -> String? { urls[witness] }

    /// The policy that one log's key makes: no witness is asked for.
    package init(log: NoteVerifier) {
        self.init(logs: [log], witnesses: [], quorum: .none)
    }

    /// The same quorum for this log alone.
    package func only(_ log: NoteVerifier) -> LogPolicy { LogPolicy(logs: [log], witnesses: witnesses, quorum: quorum, urls: urls) }

    /// Reads a policy file.
    ///
    /// Throws `malformed` with the line's number for everything that the format does not allow, duplicate keys and names, references to what
    /// is not defined above, and a missing or second quorum among it; `unsupportedKey` for keys of other kinds; `tooLarge`.
    package init(parsing bytes: [UInt8]) throws(LogError) {
        var reader = LogPolicyReader()
        try reader.read(bytes)
        self = try reader.policy()
    }

    /// The checkpoint of a note that this policy accepts, and the witnesses that cosigned it.
    ///
    /// Throws `unsigned` when none of the logs signed, `wrongSignature` when a signature of a known key does not verify, whatever else is
    /// there, `wrongOrigin` when the checkpoint is not of the log that signed it, `quorumNotMet`.
    package func open(_ note: [UInt8]) throws(LogError) -> (checkpoint: Checkpoint, cosigners: [NoteVerifier]) {
        let signed = try SignedNote(parsing: note)
        let signers = try signed.verified(by: logs)
        let checkpoint = try Checkpoint(text: signed.text)
        guard signers.contains(where: { $0.name.utf8.elementsEqual(checkpoint.origin.utf8) }) else {
            throw LogError(
                .wrongOrigin, "expected a checkpoint of \(signers.map(\.name).joined(separator: ", ")), got one of \(checkpoint.origin)")
        }
        let given = try signed.cosignatures(by: witnesses)
        let cosigners = witnesses.filter { witness in
            given.contains { $0.keyID == witness.keyID && $0.name.utf8.elementsEqual(witness.name.utf8) }
        }
        guard quorum.isMet(by: Set(cosigners)) else {
            let names = cosigners.isEmpty ? "none of the \(witnesses.count) witnesses" : cosigners.map(\.name).joined(separator: ", ")
            throw LogError(.quorumNotMet, "the quorum of the policy is not met: cosigned by \(names)")
        }
        return (checkpoint, cosigners)
    }
}
