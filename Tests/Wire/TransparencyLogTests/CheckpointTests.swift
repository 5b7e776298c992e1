import Testing

@testable import TransparencyLog

@Suite struct CheckpointTests {
    private let root = MerkleHash.leaf([1])

    @Test func `a checkpoint reads back as written`() throws {
        let plain = try Checkpoint(origin: Sample.origin, size: 20_852_163, root: root)
        #expect(plain.text == "\(Sample.origin)\n20852163\n\(root.base64)\n")
        #expect(try Checkpoint(text: plain.text) == plain)
        let extended = try Checkpoint(origin: Sample.origin, size: 0, root: root, extensions: ["a", "b c"])
        #expect(try Checkpoint(text: extended.text) == extended)
    }

    @Test func `ill-formed checkpoints are refused`() {
        let texts = [
            "", "\n", "o\n1\n", "o\n1\n\(root.base64)", "\n1\n\(root.base64)\n", "o\n01\n\(root.base64)\n", "o\n-1\n\(root.base64)\n",
            "o\n+1\n\(root.base64)\n",
            "o\n\n\(root.base64)\n", "o\n9223372036854775808\n\(root.base64)\n", "o\n1\n\(root.base64.dropLast())\n", "o\n1\n\(root.hex)\n",
            "o\n1 \n\(root.base64)\n",
            "o\n1\n\(root.base64)\n\n", "o\n1\n\(root.base64)\n\nx\n", "o\r\n1\n\(root.base64)\n",
        ]
        for text in texts { #expect(throws: LogError(.malformed, ""), "\(text.debugDescription)") { try Checkpoint(text: text) } }
        #expect(throws: LogError(.malformed, "")) { try Checkpoint(origin: "", size: 1, root: root) }
        #expect(throws: LogError(.malformed, "")) { try Checkpoint(origin: "o", size: -1, root: root) }
        #expect(throws: LogError(.malformed, "")) { try Checkpoint(origin: "o\n2", size: 1, root: root) }
    }

    @Test func `a checkpoint of another log is refused although its signature is good`() throws {
        let signer = try Sample.signer()
        let note = try signer.sign(try Checkpoint(origin: "assay.invalid/other", size: 1, root: root).text)
        #expect(throws: LogError(.wrongOrigin, "")) { try Checkpoint.open(note, verifier: signer.verifier) }
    }
}
