import Testing

@testable import TransparencyLog

@Suite struct WitnessRequestTests {
    private let sample: WitnessSample

    init() throws { sample = try WitnessSample() }

    @Test func `a request is written as C2SP tlog-witness shows it, and read back`() throws {
        let request = try sample.request(100, 271)
        let text = String(decoding: request.bytes, as: UTF8.self)
        #expect(text.hasPrefix("old 100\n\(request.proof[0].base64)\n"))
        #expect(
            text.hasSuffix("\(request.proof[request.proof.count - 1].base64)\n\n\(String(decoding: request.note.bytes, as: UTF8.self))"))
        #expect(try WitnessRequest(parsing: request.bytes) == request)
        #expect(try request.checkpoint == sample.checkpoint(271))
        let first = try sample.request(0, 5)
        #expect(String(decoding: first.bytes, as: UTF8.self).hasPrefix("old 0\n\n\(Sample.origin)\n5\n"))
        #expect(try WitnessRequest(parsing: first.bytes) == first)
    }

    @Test func `what is not exactly of the form is refused`() throws {
        let note = String(decoding: try sample.request(0, 5).note.bytes, as: UTF8.self)
        let hash = MerkleHash.empty.base64
        for text in [
            "", "old", "old \n\n\(note)", "old 1", "old 01\n\n\(note)", "old -1\n\n\(note)", "old +1\n\n\(note)", "old  1\n\n\(note)",
            "Old 1\n\n\(note)", "old\t1\n\n\(note)", "old 1 \n\n\(note)", "old 1\r\n\r\n\(note)", "old \u{301}1\n\n\(note)",
            "old 9223372036854775808\n\n\(note)", "old 1\n\(note)", "old 1\n\(hash)\n\(note)", "old 1\n\(hash) \n\n\(note)",
            "old 1\nAAAA\n\n\(note)", "old 1\n\(hash.dropLast())\n\n\(note)", "old 1\n\n", "old 1\n\nno note", " old 1\n\n\(note)",
            "old 1\n\n\n\(note)", "old 1\n\n\(note)\n", "\nold 1\n\n\(note)",
        ] {
            #expect(throws: LogError(.malformed, ""), "\(text.debugDescription)") { try WitnessRequest(parsing: Array(text.utf8)) }
        }
        let notACheckpoint = String(decoding: try sample.log.sign("no checkpoint\n"), as: UTF8.self)
        #expect(throws: LogError(.malformed, "")) { try WitnessRequest(parsing: Array("old 0\n\n\(notACheckpoint)".utf8)) }
    }

    @Test func `63 hashes are read, 64 are not, and neither is a body beyond the limit`() throws {
        let note = String(decoding: try sample.request(0, 5).note.bytes, as: UTF8.self)
        func body(_ count: Int) -> [UInt8] {
            Array(("old 1\n" + String(repeating: MerkleHash.empty.base64 + "\n", count: count) + "\n" + note).utf8)
        }
        #expect(try WitnessRequest(parsing: body(63)).proof.count == 63)
        #expect(throws: LogError(.malformed, "")) { try WitnessRequest(parsing: body(64)) }
        let hashes = [Hash](repeating: MerkleHash.empty, count: 64)
        #expect(throws: LogError(.malformed, "")) { try WitnessRequest(oldSize: 1, proof: hashes, note: try sample.request(0, 5).note) }
        let large = body(0) + [UInt8](repeating: 0x41, count: WitnessRequest.maximumBytes)
        #expect(throws: LogError(.tooLarge, "")) { try WitnessRequest(parsing: large) }
    }

    @Test func `a log has one path below a witness's prefix`() {
        // sha256sum of the origin of the specification's example.
        #expect(
            WitnessPath.checkpoint(of: "example.com/behind-the-sofa")
                == "5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4/checkpoint")
        #expect(WitnessPath.submission == "add-checkpoint")
    }

    // MARK: What is answered

    @Test func `a cosignature takes the place of an older one of the same key`() throws {
        let note = try sample.note(try sample.checkpoint(5))
        let early = Array(try sample.witness.cosignatureLine(for: note, time: 10).utf8)
        let late = Array(try sample.witness.cosignatureLine(for: note, time: 20).utf8)
        let once = try note.cosigned(by: sample.witness.witnessVerifier, answer: early)
        #expect(try once.cosignatures(by: [sample.witness.witnessVerifier]).map(\.time) == [10])
        for answer in [late, early + late, late + early] {
            let twice = try once.cosigned(by: sample.witness.witnessVerifier, answer: answer)
            #expect(try twice.cosignatures(by: [sample.witness.witnessVerifier]).map(\.time) == [20])
            #expect(twice.signatures.count == 2 && twice.text == note.text)
            #expect(try Checkpoint.open(twice.bytes, verifier: sample.log.verifier).size == 5)
            #expect(twice.only(signedBy: [sample.log.verifier]) == note)
        }
    }

    @Test func `lines of strangers are passed over, and text does not come with an answer`() throws {
        let note = try sample.note(try sample.checkpoint(5))
        let own = Array(try sample.witness.cosignatureLine(for: note, time: 10).utf8)
        let stranger = try NoteSigner(name: "stranger.test", key: [UInt8](repeating: 8, count: 32))
        let foreign = Array(try stranger.cosignatureLine(for: note, time: 10).utf8)
        let other = Array(try sample.witness.cosignatureLine(for: try sample.note(try sample.checkpoint(6)), time: 10).utf8)
        let verifier = sample.witness.witnessVerifier
        #expect(try note.cosigned(by: verifier, answer: foreign + own) == note.cosigned(by: verifier, answer: own))
        #expect(throws: LogError(.unsigned, "")) { try note.cosigned(by: verifier, answer: foreign) }
        #expect(throws: LogError(.wrongSignature, "")) { try note.cosigned(by: verifier, answer: other) }
        #expect(throws: LogError(.wrongSignature, "")) { try note.cosigned(by: verifier, answer: own + other) }
        for answer in [[], Array("\n".utf8) + own, own + Array("\n".utf8) + own, Array("text\n\n".utf8) + own, Array(own.dropLast())] {
            #expect(throws: LogError(.malformed, "")) { try note.cosigned(by: verifier, answer: answer) }
        }
    }
}
