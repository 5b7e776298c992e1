@testable import TransparencyLog

/// A log as its witness sees it: signed checkpoints of several sizes, and what leads from one to another.
struct WitnessSample {
    static let size = 300

    let reader: LogReader
    let log: NoteSigner
    let witness: NoteSigner

    init() throws {
        let store = MemoryTileStore()
        try Sample.grow(store, batches: [Self.size])
        reader = LogReader(store)
        log = try Sample.signer()
        witness = try NoteSigner(name: "witness.test", key: [UInt8](repeating: 9, count: 32))
    }

    func checkpoint(_ size: Int64, root: Hash? = nil) throws -> Checkpoint {
        try Checkpoint(origin: Sample.origin, size: size, root: try root ?? reader.root(at: size))
    }

    func note(_ checkpoint: Checkpoint, by signer: NoteSigner? = nil) throws -> SignedNote {
        try SignedNote(parsing: try (signer ?? log).sign(checkpoint.text))
    }

    func proof(_ old: Int64, _ size: Int64) throws -> [Hash] {
        old == 0 ? [] : try reader.consistencyProof(from: old, to: size).hashes
    }

    /// A right request from one size to another.
    func request(_ old: Int64, _ size: Int64) throws -> WitnessRequest {
        try WitnessRequest(oldSize: old, proof: try proof(old, size), note: try note(try checkpoint(size)))
    }
}
