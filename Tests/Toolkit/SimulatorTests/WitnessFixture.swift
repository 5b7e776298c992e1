import Documents
import Foundation
import TestSupport
import TransparencyLog

@testable import Simulator

/// A log of some entries, and witnesses of it over one folder.
struct WitnessFixture {
    static let origin = "log.invalid/sample"

    let folder: TemporaryFolder
    let log: NoteSigner
    let key: NoteSigner
    private let reader: LogReader

    init(seed: UInt8 = 1) throws {
        folder = try TemporaryFolder()
        log = try NoteSigner(name: Self.origin, key: [UInt8](repeating: 3, count: 32))
        key = try NoteSigner(name: "witness.invalid", key: [UInt8](repeating: 4, count: 32))
        let store = MemoryTileStore()
        var builder = TreeBuilder()
        // One by one, so that the tiles of every size are there.
        for entry in UInt8(0)..<64 { try builder.integrate([[seed, entry]], at: Int64(entry), into: store) }
        reader = LogReader(store)
    }

    /// Where the latest checkpoint of the log is kept.
    var kept: URL { folder.url.appending(path: WitnessPath.checkpoint(of: Self.origin)) }

    func witness(key: NoteSigner? = nil, logs: [NoteVerifier]? = nil, at time: Int64 = Fixture.now.seconds) throws -> Witness {
        try Witness(
            signer: key ?? self.key, logs: logs ?? [log.verifier], folder: folder.path, now: { Timestamp(seconds: time) })
    }

    /// A right request from one size to another.
    func request(_ old: Int64, _ size: Int64, by signer: NoteSigner? = nil) throws -> WitnessRequest {
        let checkpoint = try Checkpoint(origin: Self.origin, size: size, root: try reader.root(at: size))
        let proof = old == 0 ? [] : try reader.consistencyProof(from: old, to: size).hashes
        return try WitnessRequest(
            oldSize: old, proof: proof, note: try SignedNote(parsing: try (signer ?? log).sign(checkpoint.text)))
    }
}

extension Witness.Answer {
    /// 200, or the status of the refusal.
    var status: Int {
        switch self {
        case .cosigned: 200
        case .refused(let decision): decision.status
        }
    }
}
