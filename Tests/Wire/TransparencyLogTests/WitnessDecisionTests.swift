import Testing

@testable import TransparencyLog

/// Every status that c2sp.org/tlog-witness names for add-checkpoint, and the order in which they are come to.
@Suite struct WitnessDecisionTests {
    private let sample: WitnessSample

    init() throws { sample = try WitnessSample() }

    private func decision(_ request: WitnessRequest, after latest: Int64?, trusting logs: [NoteVerifier]? = nil) throws -> WitnessDecision {
        WitnessDecision(request, trusting: logs ?? [sample.log.verifier], latest: try latest.map { try sample.checkpoint($0) })
    }

    private func request(_ old: Int64, _ checkpoint: Checkpoint, _ proof: [Hash], by signer: NoteSigner? = nil) throws -> WitnessRequest {
        try WitnessRequest(oldSize: old, proof: proof, note: try sample.note(checkpoint, by: signer))
    }

    @Test func `status 200: what continues the checkpoint that was cosigned last, from every size to every other`() throws {
        let sizes: [Int64] = [1, 2, 3, 4, 7, 8, 9, 127, 128, 255, 256, 257, 299, 300]
        for old in sizes {
            for size in sizes where size >= old {
                #expect(try decision(try sample.request(old, size), after: old) == .cosign, "\(old) to \(size)")
            }
            #expect(try decision(try sample.request(0, old), after: nil) == .cosign)
            #expect(try decision(try sample.request(0, old), after: 0) == .cosign)
        }
        #expect(try decision(try request(0, try sample.checkpoint(0), []), after: nil) == .cosign)
        #expect(WitnessDecision.cosign.status == 200)
    }

    @Test func `status 404: a log of which no key is known, whoever signed`() throws {
        let request = try sample.request(0, 5)
        let other = try NoteSigner(name: "assay.invalid/other", key: Sample.seed)
        for keys in [[], [other.verifier], [sample.log.witnessVerifier]] {
            let decided = try decision(request, after: nil, trusting: keys)
            #expect(decided == .unknownOrigin && decided.status == 404)
        }
    }

    @Test func `status 403: no signature of a known key, or one that does not verify`() throws {
        let stranger = try NoteSigner(name: Sample.origin, key: [UInt8](repeating: 1, count: 32))
        let checkpoint = try sample.checkpoint(5)
        let foreign = try request(0, checkpoint, [], by: stranger)
        let good = try sample.note(checkpoint)
        let text = try sample.checkpoint(6).text
        let moved = try WitnessRequest(oldSize: 0, proof: [], note: SignedNote(text: text, signatures: good.signatures))
        for request in [foreign, moved] {
            let decided = try decision(request, after: nil)
            guard case .untrusted(let why) = decided else {
                Issue.record("\(decided)")
                continue
            }
            #expect(decided.status == 403 && why.contains(Sample.origin))
        }
        // Signatures of strangers beside the log's are ignored.
        let both = SignedNote(text: good.text, signatures: foreign.note.signatures + good.signatures)
        #expect(try decision(try WitnessRequest(oldSize: 0, proof: [], note: both), after: nil) == .cosign)
        // A second key of the same log may have signed instead.
        #expect(try decision(foreign, after: nil, trusting: [sample.log.verifier, stranger.verifier]) == .cosign)
    }

    @Test func `status 400: an old size beyond the checkpoint's`() throws {
        for latest: Int64? in [nil, 5, 6, 7] {
            let decided = try decision(try request(6, try sample.checkpoint(5), []), after: latest)
            #expect(decided == .backwards && decided.status == 400)
        }
    }

    @Test func `status 409: an old size that is not the one cosigned last, which is told`() throws {
        for (old, size, latest) in [(0, 5, 3), (4, 5, 3), (3, 5, 4), (3, 5, 5), (3, 5, 300), (5, 5, 300), (0, 5, 300)]
            as [(Int64, Int64, Int64)]
        {
            let decided = try decision(try sample.request(old, size), after: latest)
            #expect(decided == .conflict(size: latest) && decided.status == 409, "\(old) to \(size) after \(latest)")
        }
        #expect(try decision(try sample.request(3, 5), after: nil) == .conflict(size: 0))
    }

    @Test func `status 422: what is not shown to continue it`() throws {
        let (foreign, five) = (MerkleHash.leaf([0]), try sample.checkpoint(5))
        let wrong: [(String, WitnessRequest, Int64?)] = [
            ("another root", try request(5, try sample.checkpoint(9, root: foreign), try sample.proof(5, 9)), 5),
            ("another root of the same size", try request(5, try sample.checkpoint(5, root: foreign), []), 5),
            ("a proof between equal sizes", try request(5, five, [foreign]), 5),
            ("no proof", try request(5, try sample.checkpoint(9), []), 5),
            ("a proof of other sizes", try request(5, try sample.checkpoint(9), try sample.proof(4, 9)), 5),
            ("a hash too many", try request(5, try sample.checkpoint(9), try sample.proof(5, 9) + [foreign]), 5),
            ("a hash too few", try request(5, try sample.checkpoint(9), Array(try sample.proof(5, 9).dropLast())), 5),
            ("a proof from nothing", try request(0, five, [foreign]), nil),
            ("a proof from the empty log", try request(0, five, [foreign]), 0),
            ("an empty log with a root", try request(0, try sample.checkpoint(0, root: foreign), []), nil),
            ("63 hashes", try request(5, try sample.checkpoint(9), [Hash](repeating: foreign, count: 63)), 5),
        ]
        for (what, request, latest) in wrong {
            let decided = try decision(request, after: latest)
            guard case .unproven(let why) = decided else {
                Issue.record("\(what): \(decided)")
                continue
            }
            #expect(decided.status == 422 && !why.isEmpty, "\(what)")
        }
        // The largest sizes there are end as well.
        let far = try Checkpoint(origin: Sample.origin, size: .max, root: foreign)
        #expect(try decision(try request(5, far, try sample.proof(5, 9)), after: 5).status == 422)
    }
}
