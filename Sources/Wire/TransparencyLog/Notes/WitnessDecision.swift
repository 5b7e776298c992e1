/// What a witness has to answer to a request, given the checkpoint that it cosigned last: the order of the checks, and nothing else
/// (c2sp.org/tlog-witness, add-checkpoint).
package enum WitnessDecision: Sendable, Hashable {
    /// 200: the checkpoint continues the one cosigned last, or is it once more.
    case cosign
    /// 404: no trusted key is of this log.
    case unknownOrigin
    /// 403: no trusted key signed, or one did and its signature does not verify; the text says which.
    case untrusted(String)
    /// 400: the old size is beyond the checkpoint's.
    case backwards
    /// 409: the request starts from another size than the one cosigned last, which is given; 0 when none was.
    case conflict(size: Int64)
    /// 422: the checkpoint is not shown to continue the one cosigned last; the text says why.
    case unproven(String)

    /// - Parameters:
    ///   - logs: the keys that are trusted; each signs for the origin that it is named after.
    ///   - latest: the checkpoint of the request's origin that was cosigned last; nil when none ever was.
    package init(_ request: WitnessRequest, trusting logs: [NoteVerifier], latest: Checkpoint?) {
        let checkpoint = request.checkpoint
        let keys = logs.filter { $0.signs(for: checkpoint.origin) }
        guard !keys.isEmpty else {
            self = .unknownOrigin
            return
        }
        do { _ = try request.note.verified(by: keys) } catch {
            self = .untrusted(error.message)
            return
        }
        guard request.oldSize <= checkpoint.size else {
            self = .backwards
            return
        }
        guard request.oldSize == latest?.size ?? 0 else {
            self = .conflict(size: latest?.size ?? 0)
            return
        }
        do {
            try Self.check(request, from: latest)
            self = .cosign
        } catch {
            self = .unproven(error.message)
        }
    }

    /// The status of HTTP that goes with it.
    package var status: Int {
        switch self {
        case .cosign: 200
        case .backwards: 400
        case .untrusted: 403
        case .unknownOrigin: 404
        case .conflict: 409
        case .unproven: 422
        }
    }

    /// Throws `proofFailed` unless the request shows its checkpoint to continue `latest`, whose size is the old size.
    private static func check(_ request: WitnessRequest, from latest: Checkpoint?) throws(LogError) {
        let checkpoint = request.checkpoint
        guard checkpoint.size > 0 || checkpoint.root == MerkleHash.empty else {
            throw LogError(.proofFailed, "an empty log has the root of the empty tree, \(MerkleHash.empty.base64)")
        }
        guard let latest, latest.size > 0 else {
            // Every tree continues the empty one: there is nothing to prove.
            guard request.proof.isEmpty else { throw LogError(.proofFailed, "the proof from the empty tree is empty") }
            return
        }
        // For equal sizes this asks for an empty proof and equal roots.
        try ConsistencyProof(from: latest.size, to: checkpoint.size, hashes: request.proof).verify(from: latest.root, to: checkpoint.root)
    }
}
