import Foundation
import TransparencyLog

/// Measurements of a transparency log on disk: `bench log-make`, `log-audit`, `log-proofs`.
enum LogBench {
    private static let origin = "assay.invalid/bench"

    /// A signed log of `count` entries of about 200 bytes each, as the platform's leaves have.
    static func make(_ folder: String, count: Int) throws -> (rate: Double, verdict: Int) {
        let store = DirectoryTileStore(directory: folder)
        let signer = try NoteSigner(name: origin, key: [UInt8](repeating: 7, count: 32))
        var builder = TreeBuilder()
        let time = try ContinuousClock().measure {
            for start in stride(from: 0, to: count, by: 1 << 16) {
                let entries = (start..<min(count, start + 1 << 16)).map { number in
                    Array(#"{"actor":"operator","entity":"bet","id":"B-\#(number)","version":1,"#.utf8)
                        + [UInt8](repeating: 0x61, count: 130)
                }
                try builder.integrate(entries, at: Int64(start), into: store)
            }
            let checkpoint = try Checkpoint(origin: origin, size: builder.size, root: builder.root)
            try store.replace(checkpointPath, try signer.sign(checkpoint.text))
        }
        try Data(signer.verifierKey.utf8).write(to: URL(filePath: folder).appending(path: "key"))
        return (Double(count) / time.seconds, count)
    }

    /// The whole log verified; the verdict is the number of entries, -1 when there were issues.
    static func audit(_ folder: String) throws -> (rate: Double, verdict: Int) {
        let (reader, verifier, size) = try open(folder)
        var issues: [LogIssue] = []
        let time = ContinuousClock().measure { issues = reader.audit(verifier: verifier) }
        return (Double(size) / time.seconds, issues.isEmpty ? Int(size) : -1)
    }

    /// Inclusion proofs of entries here and there, each made from the tiles; the verdict is how many were made, those verified among them.
    static func proofs(_ folder: String, count: Int) throws -> (rate: Double, verdict: Int) {
        let (reader, _, size) = try open(folder)
        let root = try reader.root(at: size)
        var proofs: [InclusionProof] = []
        // Neighbours lie far apart: a multiplier that is prime to every size.
        let places = (0..<Int64(count)).map { $0 &* 7_919 % size }
        let time = try ContinuousClock().measure { proofs = try places.map { try reader.inclusionProof(index: $0, size: size) } }
        for proof in proofs.prefix(100) { try proof.verify(leaf: MerkleHash.leaf(try reader.entry(at: proof.index)), root: root) }
        return (Double(count) / time.seconds, proofs.count)
    }

    private static func open(_ folder: String) throws -> (LogReader, NoteVerifier, Int64) {
        let reader = LogReader(DirectoryTileStore(directory: folder))
        let key = try NoteVerifier(parsing: try String(contentsOf: URL(filePath: folder).appending(path: "key"), encoding: .utf8))
        guard let note = try reader.checkpointNote() else { throw LogError(.missing, "there is no log in \(folder)") }
        return (reader, key, try Checkpoint.open(note, verifier: key).size)
    }
}
