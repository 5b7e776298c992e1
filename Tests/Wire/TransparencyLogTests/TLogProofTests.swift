import Testing

@testable import TransparencyLog

@Suite struct TLogProofTests {
    private func sample(extra: [UInt8]? = nil) throws -> (proof: TLogProof, leaf: Hash, verifier: NoteVerifier) {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [300])
        let reader = LogReader(store)
        let note = try #require(try reader.checkpointNote())
        let proof = try reader.inclusionProof(index: 271, size: 300)
        return (
            TLogProof(index: 271, hashes: proof.hashes, checkpointNote: note, extra: extra), Sample.leaves(300)[271],
            try Sample.signer().verifier
        )
    }

    @Test(arguments: [nil, [], [1, 2, 3]] as [[UInt8]?])
    func `a proof file reads back as written and verifies offline`(extra: [UInt8]?) throws {
        let (proof, leaf, verifier) = try sample(extra: extra)
        let read = try TLogProof(parsing: proof.bytes)
        #expect(read == proof)
        #expect(Array(read.text.utf8) == proof.bytes)
        #expect(try read.verify(leaf: leaf, verifier: verifier).size == 300)
        #expect(throws: LogError(.proofFailed, "")) { try read.verify(leaf: MerkleHash.leaf([1]), verifier: verifier) }
    }

    @Test func `no byte of a proof file can be changed`() throws {
        let (proof, leaf, verifier) = try sample()
        for place in proof.bytes.indices {
            var bytes = proof.bytes
            bytes[place] ^= 1
            #expect(throws: LogError.self, "byte \(place)") { _ = try TLogProof(parsing: bytes).verify(leaf: leaf, verifier: verifier) }
        }
    }

    @Test func `ill-formed proof files are refused`() throws {
        let (proof, _, _) = try sample()
        let text = proof.text
        let note = String(decoding: proof.checkpointNote, as: UTF8.self)
        let header = TLogProof.header
        let hash = MerkleHash.empty.base64
        let many = String(repeating: hash + "\n", count: 64)
        for bad in [
            "", header, "\(header)\n", "x" + text, text.replacing("@v1", with: "@v2"), text.replacing("index 271", with: "index 0271"),
            text.replacing("index", with: "Index"), text.replacing("index 271\n", with: ""), "\(header)\nextra !\nindex 1\n\n\(note)",
            "\(header)\nindex 1\n\n", "\(header)\nindex 1\n\(hash)\n", "\(header)\nindex 1\n\(many)\n\(note)",
            "\(header)\nindex 1\n\n\(note)x",
            "\(header)\nindex 1\nextra AAAA\n\n\(note)", "\(header)\r\nindex 1\n\n\(note)",
        ] {
            #expect(throws: LogError(.malformed, ""), "\(bad.debugDescription)") { try TLogProof(parsing: Array(bad.utf8)) }
        }
    }
}
