import Documents
import Foundation
import TestSupport
import Testing

@testable import TransparencyLog

/// Data of transparency-dev/merkle, Tessera and C2SP, and vectors that a second implementation agreed to.
@Suite struct TLogPeerTests {
    @Test func `exactly the valid peer cases are accepted`() throws {
        var tally = Tally("tlog")
        try probes(&tally)
        try vectors(&tally)
        try tessera(&tally)
        tally.close()
    }

    // MARK: Merkle probes

    private func probes(_ tally: inout Tally) throws {
        let kinds = ["inclusion", "consistency", "subtreeinclusion", "subtreeconsistency"]
        guard let root = PeerData.file("tlog/transparency-dev-merkle/testdata") else {
            print("tlog: no Merkle probes on this machine")
            tally.skipped += 518
            return
        }
        for kind in kinds {
            let files = FileManager.default.enumerator(atPath: root.appending(path: kind).path)?.compactMap { $0 as? String } ?? []
            for file in files.sorted() where file.hasSuffix(".json") {
                let url = root.appending(path: "\(kind)/\(file)")
                let probe = try JSONReader.read([UInt8](try Data(contentsOf: url)))
                let wantsError: Bool = try #require(probe["wantErr"]?.bool as Bool?)
                let isRefused = (try? verify(kind, probe)) == nil
                tally.record(isRefused == wantsError, "\(kind)/\(file): expected \(wantsError ? "a refusal" : "acceptance")")
            }
        }
    }

    private func verify(_ kind: String, _ probe: Node) throws {
        func number(_ name: String) throws -> Int64 {
            // Some probes count beyond 2^63: what no position can hold is refused on reading.
            guard let value = probe[name]?.integer else { throw LogError(.outOfRange, name) }
            return Int64(value)
        }
        let proof = try (probe["proof"]?.array ?? []).map { try hash($0) }
        switch kind {
        case "inclusion":
            try InclusionProof(index: try number("leafIdx"), size: try number("treeSize"), hashes: proof)
                .verify(leaf: try hash(probe["leafHash"]), root: try hash(probe["root"]))
        case "consistency":
            try ConsistencyProof(from: try number("size1"), to: try number("size2"), hashes: proof)
                .verify(from: try hash(probe["root1"]), to: try hash(probe["root2"]))
        case "subtreeinclusion":
            try SubtreeInclusionProof(
                index: try number("leafIdx"), start: try number("start"), end: try number("end"), hashes: proof
            ).verify(leaf: try hash(probe["leafHash"]), subtree: try hash(probe["root"]))
        default:
            try SubtreeConsistencyProof(
                start: try number("start"), end: try number("end"), size: try number("size"), hashes: proof
            ).verify(subtree: try hash(probe["root1"]), root: try hash(probe["root2"]))
        }
    }

    /// Some probes have texts such as "don't care" for hashes; a digest of them keeps different ones different. An empty one is none.
    private func hash(_ node: Node?) throws -> Hash {
        guard let data = Data(base64Encoded: node?.string ?? ""), !data.isEmpty else { throw LogError(.malformed, "no hash") }
        return Hash([UInt8](data)) ?? MerkleHash.leaf([UInt8](data))
    }

    // MARK: Vectors

    private func vectors(_ tally: inout Tally) throws {
        guard let document = try PeerData.document("tlog/tlog-vectors.json") else {
            print("tlog: no vectors on this machine")
            tally.skipped += 45
            return
        }
        for vector in document["paths"]?.array ?? [] {
            let path = TilePath(.hashes(level: 0), index: Int64(vector["n"]?.integer ?? -1), width: vector["w"]?.integer ?? 0)
            let text = "tile/0/\(vector["path"]?.string ?? "")"
            tally.record(path.description == text && (try? TilePath(parsing: text)) == path, text)
        }
        for vector in document["tree_tiles"]?.array ?? [] {
            tally.record(shapeMatches(vector), "shape of \(vector["size"]?.integer ?? -1)")
        }
        var range = CompactRange()
        for member in (document["roots_entry_i"]?.members ?? []).sorted(by: { (Int($0.key) ?? 0) < (Int($1.key) ?? 0) }) {
            for entry in Sample.entries(Int(range.size)..<(Int(member.key) ?? 0)) { range.append(MerkleHash.leaf(entry)) }
            tally.record(range.root.base64 == member.value.string, "root of \(member.key) entries")
        }
        let hashes = try #require(document["rfc6962_hashes"])
        tally.record(MerkleHash.empty.hex == hashes["empty_root"]?.string, "empty root")
        tally.record(MerkleHash.leaf([]).hex == hashes["leaf_of_empty"]?.string, "empty leaf")
        tally.record(MerkleHash.leaf(Array("L123456".utf8)).hex == hashes["leaf_L123456"]?.string, "leaf")
        tally.record(nodeHash("N123", "N456") == hashes["node_N123_N456"]?.string, "node")
        try notes(document, &tally)
    }

    private func notes(_ document: Node, _ tally: inout Tally) throws {
        let bundle = try #require(document["bundle"])
        let entries = try (bundle["entries_hex"]?.array ?? []).map { try bytes(hex: $0.string) }
        let encoded = try bytes(hex: bundle["bundle_hex"]?.string)
        tally.record(try EntryBundle.encode(entries) == encoded, "bundle written")
        tally.record(try EntryBundle.decode(encoded) == entries, "bundle read")
        let vector = try #require(document["signed_note"])
        let verifier = try NoteVerifier(parsing: vector["vkey"]?.string ?? "")
        let note = try SignedNote(parsing: Array((vector["note"]?.string ?? "").utf8))
        tally.record(NoteKey.text(of: verifier.keyID) == vector["key_id_hex"]?.string, "key identifier")
        tally.record(try note.verified(by: [verifier]) == [verifier], "note")
        let layout = try #require(document["cosignature_layout"])
        let line = try SignedNote(parsing: Array("text\n\n— w \(layout["line_b64"]?.string ?? "")\n".utf8)).signatures[0]
        let cosignature = try #require(Cosignature(line))
        tally.record(
            cosignature.time == layout["timestamp"]?.integer.map(Int64.init) && cosignature.bytes.count == layout["sig_len"]?.integer
                && NoteKey.text(of: cosignature.keyID) == layout["key_id_hex"]?.string, "cosignature")
    }

    private func shapeMatches(_ vector: Node) -> Bool {
        let shape = TreeShape(size: Int64(vector["size"]?.integer ?? -1))
        let levels = vector["levels"]?.array ?? []
        guard shape.levels == levels.count else { return false }
        return levels.allSatisfy { level in
            guard let number = level["level"]?.integer, let full = level["full_tiles"]?.integer else { return false }
            return shape.count(level: number) / 256 == full
                && shape.width(level: number, index: Int64(full)) == level["partial_width"]?.integer
        }
    }

    /// The vector's halves are no hashes, so the node is made by hand.
    private func nodeHash(_ left: String, _ right: String) -> String {
        SHA256Digest.hex(of: [1] + Array((left + right).utf8))
    }

    private func bytes(hex: String?) throws -> [UInt8] {
        let digits = Array(try #require(hex))
        return try stride(from: 0, to: digits.count, by: 2).map { try #require(UInt8(String(digits[$0...($0 + 1)]), radix: 16)) }
    }

    // MARK: A real log

    private func tessera(_ tally: inout Tally) throws {
        guard let folder = PeerData.file("tlog/tessera-testlog/testdata/log") else {
            print("tlog: no Tessera log on this machine")
            tally.skipped += 133
            return
        }
        let verifier = try NoteVerifier(parsing: "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx")
        let store = DirectoryTileStore(directory: folder.path)
        let reader = LogReader(store)
        tally.record(reader.audit(verifier: verifier).isEmpty, "audit: \(reader.audit(verifier: verifier))")
        var checkpoints: [Checkpoint] = []
        for size in 0...15 {
            let note = try #require(try store.read("checkpoint.\(size)"))
            let checkpoint = try Checkpoint.open(note, verifier: verifier)
            checkpoints.append(checkpoint)
            let root = try reader.root(at: checkpoint.size)
            tally.record(checkpoint.size == size && root == checkpoint.root, "checkpoint \(size)")
        }
        for checkpoint in checkpoints {
            for index in 0..<checkpoint.size {
                let leaf = MerkleHash.leaf(try reader.entry(at: index))
                let proof = try reader.inclusionProof(index: index, size: checkpoint.size)
                tally.record((try? proof.verify(leaf: leaf, root: checkpoint.root)) != nil, "entry \(index) of \(checkpoint.size)")
            }
            for older in checkpoints[1...] where older.size < checkpoint.size {
                let proof = try reader.consistencyProof(from: older.size, to: checkpoint.size)
                tally.record((try? proof.verify(from: older.root, to: checkpoint.root)) != nil, "\(older.size) to \(checkpoint.size)")
            }
        }
    }
}
