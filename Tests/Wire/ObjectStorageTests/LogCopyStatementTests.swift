import Testing
import TransparencyLog

@testable import ObjectStorage

@Suite struct LogCopyStatementTests {
    private static let origin = "log.example/a"

    private func signer(_ origin: String = origin, _ byte: UInt8 = 7) throws -> NoteSigner {
        try NoteSigner(name: origin, key: Array(repeating: byte, count: 32))
    }

    @Test func `a list of destroyed keys reads back, and names the log and every key`() throws {
        let statement = LogCopyStatement.erased([3, 17, 900])
        #expect(statement.text(origin: Self.origin) == "assay.worm-erased/1\nlog.example/a\n3\n17\n900\n")
        // printf 'assay.worm-erased/1\nlog.example/a\n3\n17\n900\n' | sha256sum
        #expect(statement.hash(origin: Self.origin) == "214cdb0dde72fb9baca736b5fa1018c46c57ec8db2571d146e3184790c24913b")
        #expect(try LogCopyStatement(statement.signed(by: signer()), verifier: signer().verifier) == statement)
    }

    @Test func `what events are stated to be reads back`() throws {
        let (root, lines) = (MerkleHash.leaf([1]), MerkleHash.empty)
        let statement = LogCopyStatement.events(first: 256, count: 44, root: root, lines: lines)
        #expect(statement.text(origin: Self.origin) == "assay.worm-events/1\nlog.example/a\n256\n44\n\(root.hex)\n\(lines.hex)\n")
        #expect(try LogCopyStatement(statement.signed(by: signer()), verifier: signer().verifier) == statement)
        for (first, count) in [(-1, 44), (0, 0), (0, 257)] as [(Int64, Int)] {
            let wrong = try LogCopyStatement.events(first: first, count: count, root: root, lines: lines).signed(by: signer())
            #expect(throws: LogError.self) { try LogCopyStatement(wrong, verifier: signer().verifier) }
        }
    }

    @Test func `what another key signed, or the key of another log, is refused`() throws {
        let statement = LogCopyStatement.erased([3])
        let verifier = try signer().verifier
        for other in [try signer(Self.origin, 8), try signer("log.example/b")] {
            #expect(throws: LogError.self) { try LogCopyStatement(statement.signed(by: other), verifier: verifier) }
        }
        let foreign = try signer().sign(statement.text(origin: "log.example/b"))
        #expect { try LogCopyStatement(foreign, verifier: verifier) } throws: { ($0 as? LogError)?.code == .wrongOrigin }
        #expect(throws: LogError.self) { try LogCopyStatement(Array("3\n".utf8), verifier: verifier) }
    }

    @Test(arguments: [
        "assay.worm-erased/1\nlog.example/a\n", "assay.worm-erased/1\nlog.example/a\n0\n", "assay.worm-erased/1\nlog.example/a\n3\n3\n",
        "assay.worm-erased/1\nlog.example/a\n03\n", "assay.worm-erased/1\nlog.example/a\n3\n2\n", "assay.worm-erased/1\nlog.example/a\nx\n",
        "assay.worm-erased/2\nlog.example/a\n3\n", "assay.worm-erased/1\nlog.example/a\n3\n\n",
    ])
    func `a signed text that is no statement is refused`(_ text: String) throws {
        let note = try signer().sign(text)
        #expect(throws: LogError.self) { try LogCopyStatement(note, verifier: signer().verifier) }
    }

    @Test func `neither a statement nor a checkpoint is ever taken for the other`() throws {
        let verifier = try signer().verifier
        let statement = try LogCopyStatement.erased([3]).signed(by: signer())
        #expect(throws: LogError.self) { try Checkpoint.open(statement, verifier: verifier) }
        let checkpoint = try signer().sign(Checkpoint(origin: Self.origin, size: 3, root: MerkleHash.empty).text)
        #expect(throws: LogError.self) { try LogCopyStatement(checkpoint, verifier: verifier) }
    }
}
