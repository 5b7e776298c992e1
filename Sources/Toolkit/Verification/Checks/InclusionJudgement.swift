import Contracts
import Documents
import Results
import TransparencyLog

/// Whether a checkpoint that was signed by the log's key and fetched after the exchange commits to an entry's bytes.
struct InclusionJudgement: Sendable {
    let expectation: AuditExpectation
    let log: LogEvidence
    /// No older checkpoint counts.
    let exchangeEnd: Timestamp

    func judgement(of entry: LoggedEntry) -> Judgement {
        guard let verifier = try? NoteVerifier(parsing: log.verifierKey) else { return .skipped(Reason.badVerifierKey) }
        let late = log.checkpoints.filter { $0.fetchedAt >= exchangeEnd }
        guard !late.isEmpty else { return .skipped(Reason.oldCheckpoint) }
        var checkpoints: [Checkpoint] = []
        for fetched in late {
            do throws(LogError) {
                checkpoints.append(try Checkpoint.open(fetched.note, verifier: verifier))
            } catch {
                return .failed([.checkpointProblem(error, at: checkpointSource)])
            }
        }
        guard let proof = proof(of: entry) else { return .failed([.proofMissing(expectation, place: entry.place)]) }
        let largest = checkpoints.map(\.size).max() ?? 0
        guard proof.index < largest else {
            return .failed([.indexNotCovered(proof.index, size: largest, place: entry.place, at: checkpointSource)])
        }
        do throws(LogError) {
            guard let root = try root(at: proof.size, checkpoints) else {
                return .failed([.proofForOtherSize(proof.size, sizes: checkpoints.map(\.size), place: entry.place, at: proofSource)])
            }
            try proof.verify(leaf: MerkleHash.leaf(entry.leaf), root: root)
            return .passed
        } catch {
            return .failed([.proofFailed(error, index: proof.index, size: proof.size, place: entry.place, at: proofSource)])
        }
    }

    private var checkpointSource: SourceLocation { expectation.checkpoint?.source ?? expectation.source }

    private var proofSource: SourceLocation { expectation.proofHashes?.source ?? expectation.source }

    /// Nil when a part is missing or not what it should be.
    private func proof(of entry: LoggedEntry) -> InclusionProof? {
        func node(_ path: PathReference?) -> Node? { path?.path.matches(in: entry.node).first?.node }
        guard let index = node(expectation.index)?.integer, let size = node(expectation.proofSize)?.integer,
            let texts = node(expectation.proofHashes)?.array, index >= 0, size >= 0, texts.count <= 64
        else { return nil }
        let hashes = texts.compactMap { $0.string.flatMap { Hash(base64: $0) } }
        guard hashes.count == texts.count else { return nil }
        return InclusionProof(index: Int64(index), size: Int64(size), hashes: hashes)
    }

    /// The root that a signed checkpoint vouches for at this size: its own, or by tiles that lead from one to the other.
    private func root(at size: Int64, _ checkpoints: [Checkpoint]) throws(LogError) -> Hash? {
        if let checkpoint = checkpoints.first(where: { $0.size == size }) { return checkpoint.root }
        guard !log.tiles.isEmpty, size > 0, let checkpoint = checkpoints.first(where: { $0.size > size }) else { return nil }
        let store = MemoryTileStore()
        for (path, bytes) in log.tiles.sorted(by: { $0.key < $1.key }) { try store.create(path, bytes) }
        let reader = LogReader(store)
        let root = try reader.root(at: size)
        try reader.consistencyProof(from: size, to: checkpoint.size).verify(from: root, to: checkpoint.root)
        return root
    }
}
