import TestSupport
import Testing

@testable import TransparencyLog

/// Twenty thousand damaged inputs for each parser: it reads or refuses each, and nothing damaged passes for signed.
@Suite(.serialized) struct MutationTests {
    private static let tokens = ["\n", "\n\n", "— ", " ", "+", "=", "AAAA", "0", "-1", "007", "\r\n", "extra ", "index ", "\t"]

    private func refusal(_ error: LogError) -> MutationOutcome { error.message.isEmpty ? .broken("a refusal without words") : .refused }

    private func sample() throws -> (note: [UInt8], proof: TLogProof, leaf: Hash, verifier: NoteVerifier) {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [300])
        let note = try #require(try LogReader(store).checkpointNote())
        let hashes = try LogReader(store).inclusionProof(index: 271, size: 300).hashes
        let proof = TLogProof(index: 271, hashes: hashes, checkpointNote: note, extra: [1, 2, 3])
        return (note, proof, Sample.leaves(300)[271], try Sample.signer().verifier)
    }

    @Test func `a note is its text and its lines, and no other text passes for signed`() throws {
        let (note, _, _, verifier) = try sample()
        let witness = try NoteSigner(name: "witness.test", key: Sample.seed)
        let cosigned = try witness.cosign(note, time: 1_800_000_000)
        let signed = try SignedNote(parsing: note).text
        let tally = Mutations(seed: 50, ofBytes: [note, cosigned], tokens: Self.tokens).tally { bytes in
            do throws(LogError) {
                let read = try SignedNote(parsing: bytes)
                guard Array((read.text + "\n" + read.signatures.map(\.line).joined()).utf8) == bytes else {
                    return .broken("not its parts")
                }
                _ = try? read.cosignatures(by: [witness.witnessVerifier])
                guard (try? read.verified(by: [verifier])) != nil else { return .accepted }
                return read.text == signed ? .accepted : .broken("passes for signed")
            } catch { return refusal(error) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `checkpoints are written as they were read`() throws {
        let text = try SignedNote(parsing: try sample().note).text
        let documents = [text, text + "extension\nanother line\n", "origin\n0\n\(MerkleHash.empty.base64)\n"]
        let tally = Mutations(seed: 51, of: documents, tokens: Self.tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(LogError) {
                let checkpoint = try Checkpoint(text: text)
                return checkpoint.text == text && checkpoint.size >= 0
                    ? .accepted : .broken("written as \(checkpoint.text.debugDescription)")
            } catch { return refusal(error) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a damaged proof proves nothing`() throws {
        let (_, proof, leaf, verifier) = try sample()
        let plain = TLogProof(index: proof.index, hashes: proof.hashes, checkpointNote: proof.checkpointNote)
        let tally = Mutations(seed: 52, ofBytes: [proof.bytes, plain.bytes], tokens: Self.tokens + [TLogProof.header]).tally { bytes in
            do throws(LogError) {
                let read = try TLogProof(parsing: bytes)
                guard read.bytes == bytes else { return .broken("written otherwise") }
                guard (try? read.verify(leaf: leaf, verifier: verifier)) != nil else { return .accepted }
                // What is extra is not authenticated, and neither are lines of signers that nobody knows.
                return read.index == proof.index && read.hashes == proof.hashes ? .accepted : .broken("proves index \(read.index)")
            } catch { return refusal(error) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a damaged request is cosigned only when it asks for what the whole one asked for`() throws {
        let sample = try WitnessSample()
        let requests = [try sample.request(100, 271), try sample.request(0, 271), try sample.request(271, 271)]
        let (whole, old) = (try sample.checkpoint(271), try sample.checkpoint(100))
        let tokens = Self.tokens + ["old ", "\n\n", MerkleHash.empty.base64 + "\n", Sample.origin]
        let tally = Mutations(seed: 58, ofBytes: requests.map(\.bytes), tokens: tokens).tally { bytes in
            do throws(LogError) {
                let read = try WitnessRequest(parsing: bytes)
                guard read.bytes == bytes else { return .broken("written otherwise") }
                for latest in [nil, old, whole] {
                    let decision = WitnessDecision(read, trusting: [sample.log.verifier], latest: latest)
                    guard decision == .cosign else { continue }
                    // Only what the log signed is cosigned, and only from the size that was cosigned last.
                    guard read.checkpoint == whole, read.oldSize == latest?.size ?? 0 else { return .broken("cosigned") }
                    let proof = latest == old ? requests[0].proof : []
                    guard read.proof == proof else { return .broken("cosigned with another proof") }
                }
                return .accepted
            } catch { return refusal(error) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `bundles are written as they were read`() throws {
        let bundles = [
            try EntryBundle.encode([[1, 2, 3], [], Array(repeating: 7, count: 300)]), try EntryBundle.encode([[]]),
            try EntryBundle.encode(Array(repeating: [9], count: 256)),
        ]
        let tally = Mutations(seed: 53, ofBytes: bundles).tally { bytes in
            do throws(LogError) {
                let entries = try EntryBundle.decode(bytes)
                return try EntryBundle.encode(entries) == bytes ? .accepted : .broken("written otherwise")
            } catch { return refusal(error) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `paths of tiles are written as they were read`() {
        let documents = ["tile/0/x001/067", "tile/entries/000.p/12", "tile/63/x123/x456/789.p/255", "tile/8/000"]
        let tokens = ["/", "x", ".p/", "000", "tile/", "entries", "..", "x000/", "+1", "-1", "x999/"]
        let tally = Mutations(seed: 54, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(LogError) {
                let path = try TilePath(parsing: text)
                return Array(path.description.utf8) == Array(text.utf8) ? .accepted : .broken("written as \(path)")
            } catch { return refusal(error) }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `verifier keys are written as they were read`() throws {
        let signer = try Sample.signer()
        let documents = [signer.verifierKey, signer.witnessVerifier.verifierKey]
        let tally = Mutations(seed: 55, of: documents, tokens: Self.tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(LogError) {
                let verifier = try NoteVerifier(parsing: text)
                return verifier.verifierKey == text ? .accepted : .broken("written as \(verifier)")
            } catch { return [.malformed, .unsupportedKey].contains(error.code) ? refusal(error) : .broken("\(error)") }
        }
        // The identifier is a hash of all the rest, so that hardly any damaged key is one.
        #expect(tally.broken.isEmpty && tally.refused > 15_000, "\(tally)")
    }

    @Test func `hashes are written as they were read`() {
        let hash = MerkleHash.leaf([1])
        let tally = Mutations(seed: 56, of: [hash.hex, hash.base64, MerkleHash.empty.hex], tokens: ["=", "+", "g", "A", "F", "-1"]).tally {
            let text = String(decoding: $0, as: UTF8.self)
            var outcome = MutationOutcome.refused
            if let read = Hash(hex: text) {
                guard read.hex == text.lowercased() else { return .broken("written as \(read.hex)") }
                outcome = .accepted
            }
            if let read = Hash(base64: text) {
                guard read.base64 == text else { return .broken("written as \(read.base64)") }
                outcome = .accepted
            }
            return outcome
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a proof with other numbers proves nothing, and ends`() throws {
        let (_, proof, leaf, _) = try sample()
        let root = MerkleHash.root(of: Sample.leaves(300))
        let tally = Mutations(seed: 57, of: ["271 300", "0 1", "9223372036854775806 9223372036854775807"], tokens: [" ", "-"]).tally {
            bytes in
            let numbers = String(decoding: bytes, as: UTF8.self).split(separator: " ").map { Int64($0) }
            guard numbers.count == 2, let index = numbers[0], let size = numbers[1] else { return .refused }
            let other = InclusionProof(index: index, size: size, hashes: proof.hashes)
            let passes = (try? other.verify(leaf: leaf, root: root)) != nil
            for (from, to) in [(index, size), (size, index)] {
                let consistency = ConsistencyProof(from: from, to: to, hashes: proof.hashes)
                if from != to, (try? consistency.verify(from: leaf, to: root)) != nil { return .broken("consistent from \(from) to \(to)") }
            }
            // A root binds no size: another tree may have the same way up, but only one of as many steps.
            if index == 271, size == 300, !passes { return .broken("the proof itself does not pass") }
            return passes && size < 256 ? .broken("passes with too many hashes") : .accepted
        }
        #expect(tally.isSound, "\(tally)")
    }
}
