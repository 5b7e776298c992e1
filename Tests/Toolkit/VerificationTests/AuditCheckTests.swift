import Documents
import Foundation
import HTTPTypes
import Results
import Testing
import TransparencyLog

@testable import Contracts
@testable import Verification

@Suite struct AuditCheckTests {
    private static let response = """
        status: 200
        audit:
          history: core.test/one
          checkpoint: core.test/one
          entries: $.changes
          leaf: $.leaf
          index: $.index
          proof: { size: $.proof.size, hashes: $.proof.hashes }
          entry: { $.reason: "{{ request.body.reason }}", $.id: BR-7 }
          alike: [$.reason, $.unheard_of]
        """

    /// A log of five entries whose fourth is that of the exchange.
    private struct Log {
        let signer: NoteSigner
        let leaves: [[UInt8]]

        init(reason: String = "because", count: Int = 5) throws {
            signer = try NoteSigner(name: "log.test", key: [UInt8](repeating: 7, count: 32))
            leaves = (0..<count).map { index in
                Node.object([("id", "BR-7"), ("reason", .string(index == 3 ? reason : "other \(index)"))]).compactBytes()
            }
        }

        /// The log as it was at that size, with its root.
        private func tree(_ size: Int64) throws -> (reader: LogReader, root: Hash, tiles: [String: [UInt8]]) {
            let store = MemoryTileStore()
            var builder = TreeBuilder()
            let root = try builder.integrate(Array(leaves.prefix(Int(size))), at: 0, into: store)
            var tiles: [String: [UInt8]] = [:]
            for path in try store.tilePaths() { tiles[path] = try store.read(path) }
            return (LogReader(store), root, tiles)
        }

        /// What a runner would have fetched of the log at several sizes.
        func tiles(_ sizes: Int64...) throws -> [String: [UInt8]] {
            try sizes.reduce(into: [:]) { all, size in all.merge(try tree(size).tiles) { $1 } }
        }

        func note(size: Int64? = nil, signer other: NoteSigner? = nil) throws -> [UInt8] {
            let size = size ?? Int64(leaves.count)
            let root = try tree(size).root
            return try (other ?? signer).sign(try Checkpoint(origin: "log.test", size: size, root: root).text)
        }

        func entry(_ index: Int, size: Int64? = nil) throws -> Node {
            let size = size ?? Int64(leaves.count)
            let proof = try tree(size).reader.inclusionProof(index: Int64(index), size: size)
            return [
                "index": .integer(index), "reason": .string(index == 3 ? "because" : "other \(index)"),
                "leaf": .string(Data(leaves[index]).base64EncodedString()),
                "proof": ["size": .integer(Int(size)), "hashes": .array(proof.hashes.map { .string($0.base64) })],
            ]
        }
    }

    private func records(
        _ entries: [Node], _ note: [UInt8], _ log: Log, fetchedAt: Timestamp = Bench.start.advanced(by: .seconds(1)),
        history: String? = nil,
        tiles: [String: [UInt8]] = [:]
    ) throws -> [CheckRecord] {
        var evidence = Bench.evidence()
        let body = history.map { Array($0.utf8) } ?? Node.object([("changes", .array(entries))]).compactBytes()
        evidence.log = LogEvidence(
            history: body, checkpoints: [.init(note: note, fetchedAt: fetchedAt)], verifierKey: log.signer.verifierKey,
            tiles: tiles)
        let exchange = Bench.exchange(requestFields: [.contentType: "application/json"], requestBody: #"{"reason":"because"}"#)
        return try Bench.records(response: Self.response, exchange, evidence)
    }

    @Test func `an entry in the log is proved`() throws {
        let log = try Log()
        let records = try records([log.entry(2), log.entry(3)], log.note(), log)
        #expect(records.of("audit")?.outcome == .passed, "\(records.flatMap(\.findings))")
    }

    @Test func `without evidence nothing is proved`() throws {
        #expect(try Bench.records(response: Self.response, Bench.exchange()).of("audit")?.outcome == .skipped)
    }

    @Test func `a checkpoint from before the exchange proves nothing`() throws {
        let log = try Log()
        let record = try records([log.entry(3)], log.note(), log, fetchedAt: Bench.start).of("audit")
        #expect(record?.outcome == .skipped)
    }

    @Test func `a history without the change is caught`() throws {
        let log = try Log()
        #expect(try records([], log.note(), log).codes == ["audit.entry-missing"])
        let stale = try records([log.entry(1), log.entry(2)], log.note(), log)
        #expect(stale.codes == ["audit.entry-missing"] && stale.of("audit")?.findings.first?.expected?.contains("because") == true)
    }

    @Test func `an entry that says another thing than the leaf is not believed`() throws {
        let log = try Log(reason: "something else")
        #expect(try records([log.entry(3)], log.note(), log).codes == ["audit.entry-unlike-leaf"])
        let silent = try log.entry(3).setting("reason", "something else")
        #expect(try records([silent], log.note(), log).codes == ["audit.entry-missing"])
    }

    @Test func `every entry shows what its leaf says`() throws {
        let log = try Log()
        let entries = try (0..<5).map { try log.entry($0) }
        #expect(try records(entries, log.note(), log).codes.isEmpty)
        let embellished = try records([log.entry(1).setting("reason", "a better one"), log.entry(3)], log.note(), log)
        #expect(embellished.codes == ["audit.entry-unlike-leaf"])
        #expect(embellished.of("audit")?.findings.first?.expected == #""other 1""#)
    }

    @Test func `a leaf with changed bytes is not in the log`() throws {
        let log = try Log()
        let forged = Data(#"{"id":"BR-7","reason":"because","by":"nobody"}"#.utf8).base64EncodedString()
        #expect(try records([log.entry(3).setting("leaf", .string(forged))], log.note(), log).codes == ["audit.proof-wrong"])
    }

    @Test func `a proof for another index or with another hash is wrong`() throws {
        let log = try Log()
        #expect(try records([log.entry(3).setting("index", 2)], log.note(), log).codes == ["audit.proof-wrong"])
        let proof: Node = ["size": 5, "hashes": []]
        #expect(try records([log.entry(3).setting("proof", proof)], log.note(), log).codes == ["audit.proof-wrong"])
    }

    @Test func `a proof that is missing or absurd is told`() throws {
        let log = try Log()
        #expect(try records([log.entry(3).removing("proof")], log.note(), log).codes == ["audit.proof-missing"])
        #expect(try records([log.entry(3).setting("index", -1)], log.note(), log).codes == ["audit.proof-missing"])
        let absurd: Node = ["size": 5, "hashes": .array(Array(repeating: "AA==", count: 3))]
        #expect(try records([log.entry(3).setting("proof", absurd)], log.note(), log).codes == ["audit.proof-missing"])
    }

    @Test func `a checkpoint that does not cover the entry is stale`() throws {
        let log = try Log()
        #expect(try records([log.entry(3)], log.note(size: 2), log).codes == ["audit.not-covered"])
    }

    @Test func `a proof for a size without a checkpoint hangs in the air`() throws {
        let log = try Log()
        #expect(try records([log.entry(3, size: 4)], log.note(), log).codes == ["audit.proof-unanchored"])
    }

    @Test func `tiles lead from a proof's size to that of the checkpoint, unless they are of another log`() throws {
        let log = try Log()
        let entry = try log.entry(3, size: 4)
        #expect(try records([entry], log.note(), log, tiles: log.tiles(4, 5)).codes.isEmpty)
        let other = try Log(reason: "forged")
        #expect(try records([entry], log.note(), log, tiles: other.tiles(4, 5)).codes == ["audit.proof-wrong"])
    }

    @Test func `a checkpoint of another key, or none, is refused`() throws {
        let log = try Log()
        let other = try NoteSigner(name: "log.test", key: [UInt8](repeating: 9, count: 32))
        #expect(try records([log.entry(3)], log.note(signer: other), log).codes == ["audit.checkpoint-signature"])
        #expect(try records([log.entry(3)], Array("hello".utf8), log).codes == ["audit.checkpoint-malformed"])
        #expect(try records([log.entry(3)], [], log).codes == ["audit.checkpoint-malformed"])
    }

    @Test func `histories that cannot be read are told`() throws {
        let log = try Log()
        #expect(try records([], log.note(), log, history: "{").codes == ["audit.history-malformed"])
        #expect(try records([["index": 3]], log.note(), log).codes == ["audit.leaf-missing"])
        #expect(try records([log.entry(3).setting("leaf", "*")], log.note(), log).codes == ["audit.leaf-malformed"])
        #expect(try records([log.entry(3).setting("leaf", "AAAA")], log.note(), log).codes == ["audit.leaf-malformed"])
    }

    @Test func `without a checkpoint in the contract the entry itself is compared`() throws {
        let response = "status: 200\naudit: { history: core.test/one, entries: $.changes, entry: { $.reason: because } }"
        var evidence = Bench.evidence()
        evidence.log = LogEvidence(history: Array(#"{"changes":[{"reason":"because"}]}"#.utf8), checkpoints: [], verifierKey: "")
        #expect(try Bench.records(response: response, Bench.exchange(), evidence).of("audit")?.outcome == .passed)
        evidence.log?.history = Array(#"{"changes":[{"reason":"no"}]}"#.utf8)
        #expect(try Bench.records(response: response, Bench.exchange(), evidence).codes == ["audit.entry-missing"])
    }

    @Test func `a history in other words is compared in those of the contract`() throws {
        let response = "status: 200\naudit: { history: core.test/one, entries: $.changes, entry: { $.reason: because } }"
        var evidence = Bench.evidence()
        evidence.log = LogEvidence(
            history: Array(#"{"trail":[{"why":"because"}]}"#.utf8), checkpoints: [], verifierKey: "",
            worded: { ["changes": [["reason": $0["trail"]?[0]?["why"] ?? .null]]] })
        #expect(try Bench.records(response: response, Bench.exchange(), evidence).of("audit")?.outcome == .passed)
        evidence.log?.history = Array(#"{"trail":[]}"#.utf8)
        #expect(try Bench.records(response: response, Bench.exchange(), evidence).codes == ["audit.entry-missing"])
    }

    @Test func `Base64 is strict`() {
        #expect(Base64Text.decode("aGk=") == Array("hi".utf8))
        #expect(Base64Text.decode("") == [])
        for text in ["aGk", "aGl=", "a===", "aG k", "aGk=aGk="] { #expect(Base64Text.decode(text) == nil) }
    }
}
