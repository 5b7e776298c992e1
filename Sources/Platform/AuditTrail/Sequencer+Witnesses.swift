package import TransparencyLog

/// The file beside `checkpoint` that holds the newest checkpoint with the cosignatures of a quorum.
package let cosignedCheckpointPath = "checkpoint.cosigned"

extension Sequencer {
    /// The newest published checkpoint with its note, cosignatures included; nil before the first, and while another writes the log.
    package func published() async throws -> (checkpoint: Checkpoint, note: SignedNote)? {
        try await inTurn {
            guard isLeader, let latest else { return nil }
            let note = try await onFiles { [tiles] () throws(LogError) -> SignedNote in
                guard let bytes = try tiles.read(checkpointPath) else {
                    throw LogError(.missing, "the published checkpoint is gone", path: checkpointPath)
                }
                return try SignedNote(parsing: bytes)
            }
            return (latest, note)
        }
    }

    /// Publishes a note with more cosignatures in the place of the one with fewer, unless a newer checkpoint is published by now; and
    /// keeps it beside, whatever was published, when it has a quorum.
    ///
    /// - Parameter note: of `checkpoint`, which this log published.
    package func add(_ note: SignedNote, of checkpoint: Checkpoint, hasQuorum: Bool) async throws {
        try await inTurn {
            let isNewest = latest == checkpoint
            guard isNewest || hasQuorum else { return }
            try await underLease { [tiles] _ in
                if isNewest { try tiles.replace(checkpointPath, note.bytes) }
                if hasQuorum { try tiles.replace(cosignedCheckpointPath, note.bytes) }
            }
        }
    }

    /// Holds a checkpoint that a witness has against the log. It must be one that this log's key signed.
    ///
    /// - Throws: `AuditError` `witness-ahead` when the log is shorter, `log-differs` when the log had another root at that size; nothing
    ///   is signed any more then. `LogError` when the log's files cannot be read.
    package func compare(_ held: Checkpoint, of witness: String) async throws {
        try await inTurn {
            let (size, root) = (builder.size, builder.root)
            if held.size > size { throw AuditError.witnessIsAhead(witness, held.size, of: size) }
            if held.size == 0 {
                guard held.root == MerkleHash.empty else { throw AuditError.witnessDiffers(witness, 0) }
                return
            }
            let continues = try await onFiles { [tiles] () throws(LogError) -> Bool in
                // Two roots of one size have the empty proof between them.
                let proof = try LogReader(tiles).consistencyProof(from: held.size, to: size)
                do { try proof.verify(from: held.root, to: root) } catch { return false }
                return true
            }
            guard continues else { throw AuditError.witnessDiffers(witness, held.size) }
        }
    }
}

extension AuditError {
    /// What is to be done is the same for both: sign nothing that the witness would find out.
    private static let remedy = "restore the database that the newest checkpoint was made from; until then nothing is signed"

    static func witnessIsAhead(_ witness: String, _ held: Int64, of size: Int64) -> AuditError {
        AuditError(.witnessAhead, "\(witness) holds a checkpoint of \(held) entries, the log has \(size); \(remedy)")
    }

    static func witnessDiffers(_ witness: String, _ size: Int64) -> AuditError {
        AuditError(.logDiffers, "\(witness) holds another root of \(size) entries than the log has; \(remedy)")
    }
}
