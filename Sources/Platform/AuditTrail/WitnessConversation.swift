import TransparencyLog

/// What one witness is asked, and what its answers come to (c2sp.org/tlog-witness). It trusts no answer: cosignatures are verified, and
/// what contradicts the log is only told.
struct WitnessConversation: Sendable {
    /// What came of asking for a cosignature.
    enum Outcome: Sendable {
        /// The lines that it answered; its cosignature is among them and good.
        case cosigned(answer: [UInt8])
        /// It says that it holds a checkpoint of so many entries that the log does not lead to, which is what the error says.
        case contradicts(AuditError, size: Int64)
        /// It did not answer, or not as it should: to be asked again later.
        case failed(String)
    }

    /// What the witness shows as the latest checkpoint that it cosigned.
    enum Held: Sendable {
        /// The log's key signed it.
        case checkpoint(Checkpoint)
        /// Nothing, or nothing that can be looked at; the text says why.
        case nothing(String)
    }

    /// So often the witness may correct the size that a request starts from.
    private static let attempts = 3

    let witness: NoteVerifier
    /// Without a slash at its end.
    let url: String
    let reader: LogReader
    let send: WitnessRound.Send

    /// Asks for a cosignature.
    /// - Parameter known: the size that the witness is taken to hold; it tells another one itself.
    func outcome(of checkpoint: Checkpoint, note: SignedNote, from known: Int64?) async -> Outcome {
        var old = known ?? 0
        for _ in 0..<Self.attempts {
            guard old <= checkpoint.size else { return .contradicts(.witnessIsAhead(witness.name, old, of: checkpoint.size), size: old) }
            let answer: WitnessRound.Answer
            do {
                let request = try WitnessRequest(oldSize: old, proof: try proof(from: old, to: checkpoint.size), note: note)
                answer = try await send("\(url)/\(WitnessPath.submission)", request.bytes)
            } catch {
                return .failed("\(error)")
            }
            switch answer.status {
            case 200:
                do {
                    _ = try note.cosigned(by: witness, answer: answer.body)
                    return .cosigned(answer: answer.body)
                } catch {
                    return .failed("its cosignature is not accepted: \(error)")
                }
            case 409:
                guard let size = Self.size(answer.body) else { return .failed("it answered 409 without a size") }
                // What it holds of that very size has another root: 422 says so from version 1.1 of the protocol on, 409 before.
                if size == old, old == checkpoint.size { return .contradicts(.witnessDiffers(witness.name, size), size: size) }
                guard size != old else { return .failed("it refuses the size that it names itself") }
                old = size
            case 422 where old > 0: return .contradicts(.witnessDiffers(witness.name, old), size: old)
            default: return .failed("it answered \(answer.status)")
            }
        }
        return .failed("it names another size each time it is asked")
    }

    /// Asks what it holds, for evidence: only a checkpoint that the log's own key signed is any.
    func held(of log: NoteVerifier) async -> Held {
        let answer: WitnessRound.Answer
        do { answer = try await send("\(url)/\(WitnessPath.checkpoint(of: log.name))", nil) } catch { return .nothing("\(error)") }
        guard answer.status == 200 else { return .nothing("it answered \(answer.status)") }
        do { return .checkpoint(try Checkpoint.open(answer.body, verifier: log)) } catch { return .nothing("\(error)") }
    }

    private func proof(from old: Int64, to size: Int64) throws(LogError) -> [Hash] {
        old == 0 || old == size ? [] : try reader.consistencyProof(from: old, to: size).hashes
    }

    /// The number before the one line feed; nil for every other body.
    private static func size(_ body: [UInt8]) -> Int64? {
        guard body.last == 0x0A, body.count <= 20 else { return nil }
        let text = String(decoding: body.dropLast(), as: UTF8.self)
        guard let size = Int64(text), size >= 0, String(size) == text else { return nil }
        return size
    }
}
