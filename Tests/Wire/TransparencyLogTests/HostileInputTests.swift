import Testing

@testable import TransparencyLog

/// Notes, proofs and bundles made to do harm: each is refused within a limit.
@Suite struct HostileInputTests {
    private func code(_ body: () throws -> Void) -> LogError.Code? {
        do {
            try body()
            return nil
        } catch { return (error as? LogError)?.code }
    }

    @Test func `a note is bounded in bytes and lines`() throws {
        let note = try Sample.signer().sign("text\n")
        #expect(code { _ = try SignedNote(parsing: [UInt8](repeating: 0x0A, count: (1 << 20) + 1)) } == .tooLarge)
        // Behind `text`, its line feed and the empty line.
        let line = Array(note[6...])
        #expect(code { _ = try SignedNote(parsing: Array("text\n\n".utf8) + Array(repeating: line, count: 128).joined()) } == nil)
        #expect(code { _ = try SignedNote(parsing: Array("text\n\n".utf8) + Array(repeating: line, count: 129).joined()) } == .tooLarge)
    }

    @Test(arguments: [[0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x00], [0xFF]] as [[UInt8]])
    func `ill-formed UTF-8 and NUL are refused in notes and in proofs`(sequence: [UInt8]) throws {
        let note = try Sample.signer().sign("\(Sample.origin)\n1\n\(MerkleHash.empty.base64)\n")
        #expect(code { _ = try SignedNote(parsing: sequence + note) } == .malformed)
        // A line that cannot be read must not pass for the empty one before the checkpoint.
        let head = Array("\(TLogProof.header)\nindex 0\n".utf8)
        #expect(code { _ = try TLogProof(parsing: head + [0x0A] + note) } == nil)
        #expect(code { _ = try TLogProof(parsing: head + sequence + [0x0A] + note) } == .malformed)
    }

    @Test func `numbers beyond 63 bits are refused`() {
        let root = MerkleHash.empty.base64
        for size in [
            "9223372036854775808", "18446744073709551616", "-1", "1e999999999", "00", "+1", String(repeating: "9", count: 100_000),
        ] {
            #expect(code { _ = try Checkpoint(text: "o\n\(size)\n\(root)\n") } == .malformed, "\(size.prefix(30))")
        }
        #expect(code { _ = try TilePath(parsing: "tile/0/" + String(repeating: "x999/", count: 100_000) + "999") } == .malformed)
    }

    @Test func `a bundle ends within its entries or not at all`() {
        #expect(code { _ = try EntryBundle.decode([0xFF, 0xFF] + [UInt8](repeating: 0, count: 65_534)) } == .malformed)
        #expect(code { _ = try EntryBundle.decode([UInt8](repeating: 0, count: 514)) } == .malformed)
        #expect(code { _ = try EntryBundle.decode([UInt8](repeating: 0, count: 512)) } == nil)
    }

    @Test func `a proof of numbers at the border ends`() {
        let hashes = [Hash](repeating: MerkleHash.empty, count: 100_000)
        for size in [Int64.max, 1 << 62, 2] {
            for index in [0, size - 1] {
                let proof = InclusionProof(index: index, size: size, hashes: hashes)
                #expect(code { _ = try proof.root(leaf: MerkleHash.empty) } == .proofFailed)
            }
        }
        #expect(
            code { try InclusionProof(index: .max, size: .max, hashes: []).verify(leaf: MerkleHash.empty, root: MerkleHash.empty) }
                == .outOfRange)
        let consistency = ConsistencyProof(from: .max - 1, to: .max, hashes: hashes)
        #expect(code { try consistency.verify(from: MerkleHash.empty, to: MerkleHash.empty) } == .outOfRange)
    }
}
