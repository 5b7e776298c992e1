import Testing

@testable import TransparencyLog

@Suite struct SignedNoteTests {
    private let text = "assay.invalid/northwind/test\n1\n\(MerkleHash.leaf([1]).base64)\n"

    @Test func `a signed note verifies and says by whom`() throws {
        let signer = try Sample.signer()
        let note = try SignedNote(parsing: try signer.sign(text))
        #expect(note.text == text)
        #expect(try note.verified(by: [signer.verifier]) == [signer.verifier])
        #expect(try NoteVerifier(parsing: signer.verifierKey) == signer.verifier)
    }

    @Test func `no byte of a note can be changed`() throws {
        let signer = try Sample.signer()
        let good = try signer.sign(text)
        for place in good.indices {
            for bit in 0..<8 {
                var bytes = good
                bytes[place] ^= 1 << UInt8(bit)
                #expect(throws: LogError.self, "byte \(place) bit \(bit)") {
                    _ = try Checkpoint.open(bytes, verifier: signer.verifier)
                }
            }
        }
    }

    @Test func `the last empty line parts text and signatures`() throws {
        let signer = try Sample.signer()
        let poem = "first\n\nsecond\n\n\nthird\n"
        #expect(try SignedNote(parsing: try signer.sign(poem)).text == poem)
    }

    @Test func `a known key's bad signature spoils the note, an unknown one does not`() throws {
        let signer = try Sample.signer()
        let other = try NoteSigner(name: "other.example", key: Array(repeating: 9, count: 32))
        let good = try signer.sign(text)
        let foreign = "— other.example \(Base64.encode([1, 2, 3, 4] + Array(repeating: 0, count: 64)))\n"
        let bad = SignedNote.Signature(name: "other.example", keyID: other.verifier.keyID, bytes: Array(repeating: 0, count: 64)).line
        #expect(try SignedNote(parsing: good + Array(foreign.utf8)).verified(by: [signer.verifier, other.verifier]) == [signer.verifier])
        #expect(throws: LogError(.wrongSignature, "")) {
            try SignedNote(parsing: good + Array(bad.utf8)).verified(by: [signer.verifier, other.verifier])
        }
        #expect(throws: LogError(.unsigned, "")) { try SignedNote(parsing: good).verified(by: [other.verifier]) }
        #expect(throws: LogError(.unsigned, "")) { try SignedNote(parsing: good).verified(by: []) }
    }

    @Test func `a signature of the same name and another key is not this key's`() throws {
        let signer = try Sample.signer()
        let namesake = try NoteSigner(name: Sample.origin, key: Array(repeating: 5, count: 32))
        #expect(throws: LogError(.unsigned, "")) { try SignedNote(parsing: try namesake.sign(text)).verified(by: [signer.verifier]) }
    }

    @Test func `ill-formed notes are refused`() throws {
        let line = "— a \(Base64.encode(Array(repeating: 1, count: 68)))\n"
        let notes = [
            "", "\n", "\n\n", "text\n", "text\n\n", "text\n\(line)", "text\n\n\(line.dropLast())", "text\r\n\n\(line)",
            "te\u{1}xt\n\n\(line)", "te\txt\n\n\(line)",
            "text\n\n- a AAAAAAAA\n", "text\n\n— a\n", "text\n\n—  \(line)", "text\n\n— a AAAA\n", "text\n\n— a AAAAAA==\n",
            "text\n\n— a+b AAAAAAAA\n",
            "text\n\n— a AAAAAAA\n", "text\n\n— a b AAAAAAAA\n", "text\n\n\(line)x\n",
        ]
        for note in notes {
            #expect(throws: LogError(.malformed, ""), "\(note.debugDescription)") { try SignedNote(parsing: Array(note.utf8)) }
        }
        #expect(throws: LogError(.malformed, "")) { try SignedNote(parsing: [0xFF, 0x0A, 0x0A] + Array(line.utf8)) }
        #expect(throws: LogError(.tooLarge, "")) { try SignedNote(parsing: Array(repeating: 0x41, count: SignedNote.maximumBytes + 1)) }
        let crowd = String(repeating: line, count: SignedNote.maximumSignatures + 1)
        #expect(throws: LogError(.tooLarge, "")) { try SignedNote(parsing: Array("text\n\n\(crowd)".utf8)) }
        #expect(try SignedNote(parsing: Array("text\n\n\(String(repeating: line, count: 16))".utf8)).signatures.count == 16)
    }

    @Test func `a signer refuses texts that are no note and names that are no name`() throws {
        let signer = try Sample.signer()
        for text in ["", "no line feed", "tab\t\n", "nul\0\n"] { #expect(throws: LogError(.malformed, "")) { try signer.sign(text) } }
        for name in ["", "a b", "a+b", "a\u{A0}b", "a\nb", "a\u{2003}b"] {
            #expect(throws: LogError(.malformed, "")) { try NoteSigner(name: name, key: Sample.seed) }
        }
        #expect(throws: LogError(.malformed, "")) { try NoteSigner(name: "a", key: Array(repeating: 0, count: 31)) }
    }

    @Test func `keys that are not what they say are refused`() throws {
        let key = try Sample.signer().verifierKey
        let parts = key.split(separator: "+", maxSplits: 2).map(String.init)
        for bad in [
            "", "a", "a+b", "\(parts[0])+00000000+\(parts[2])", "x\(key)", "\(parts[0])+\(parts[1].uppercased() + "0")+\(parts[2])",
            "\(parts[0])+\(parts[1])+\(parts[2].dropLast(4))", "+\(parts[1])+\(parts[2])",
        ] {
            #expect(throws: LogError(.malformed, ""), "\(bad)") { try NoteVerifier(parsing: bad) }
        }
        #expect(throws: LogError(.unsupportedKey, "")) {
            try NoteVerifier(parsing: "\(parts[0])+\(parts[1])+\(Base64.encode([6] + Array(repeating: 0, count: 1312)))")
        }
    }

    @Test func `a private key is never printed`() throws {
        let signer = try Sample.signer()
        var dumped = ""
        dump(signer, to: &dumped)
        for text in ["\(signer)", String(reflecting: signer), dumped] {
            #expect(text.contains(Sample.origin))
            #expect(!text.contains("PrivateKey") && !text.contains("0, 1, 2, 3"))
        }
    }

    @Test func `a witness's cosignature tells the time and covers the checkpoint`() throws {
        let log = try Sample.signer()
        let witness = try NoteSigner(name: "witness.example/w1", key: Array(repeating: 3, count: 32))
        let note = try witness.cosign(try log.sign(text), time: 1_679_315_147)
        let signed = try SignedNote(parsing: note)
        #expect(try signed.verified(by: [log.verifier, witness.witnessVerifier]).count == 2)
        #expect(try signed.cosignatures(by: [witness.witnessVerifier]).map(\.time) == [1_679_315_147])
        #expect(try signed.cosignatures(by: []).isEmpty)
        #expect(try NoteVerifier(parsing: witness.witnessVerifier.verifierKey) == witness.witnessVerifier)
        // The same key as a plain note signer has another identifier.
        #expect(throws: LogError(.unsigned, "")) { try signed.verified(by: [witness.verifier]) }
        let start = try log.sign(text).count
        for place in start..<note.count {
            var altered = note
            altered[place] ^= 1
            #expect(throws: LogError.self, "byte \(place)") { try SignedNote(parsing: altered).verified(by: [witness.witnessVerifier]) }
        }
        #expect(throws: LogError(.outOfRange, "")) { try witness.cosign(try log.sign(text), time: -1) }
        #expect(throws: LogError(.malformed, "")) { try witness.cosign(try log.sign("no checkpoint\n"), time: 1) }
    }
}
