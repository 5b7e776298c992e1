import Logging
import Store
import TransparencyLog

/// Finds out, before anything is signed, whether the log's files and the database tell the same history.
///
/// Every bundle and tile is derived again and compared; what a crash left unwritten is written. The files may be behind the
/// database, by what the last process did not get to; they may not be ahead of it or differ.
struct LogRecovery: Sendable {
    /// Entries that are integrated at a time: whole tiles of level 1.
    static let chunk = 65_536

    let store: PlatformStore
    let tiles: any TileStore
    let verifier: NoteVerifier
    let logger: Logger

    /// The tree at the size of the published checkpoint, and that checkpoint.
    func run() async throws -> (TreeBuilder, Checkpoint?) {
        let (state, count) = try await store.read { (try $0.logState(), try $0.auditEventCount()) }
        let published = try publishedCheckpoint()
        if let published {
            guard !state.intendedRoot.isEmpty, published.size <= state.intendedSize else {
                throw AuditError(.logAhead, "a checkpoint of \(published.size) entries is published, \(state.intendedSize) were intended")
            }
            if published.size == state.intendedSize, published.root.bytes != state.intendedRoot {
                throw AuditError(.logDiffers, "the published root of \(published.size) entries is not the intended one")
            }
        }
        guard state.intendedSize <= count else {
            throw AuditError(.storeBehind, "the database has \(count) events, a checkpoint of \(state.intendedSize) was intended")
        }
        var builder = TreeBuilder()
        if let published {
            try await derive(&builder, to: published.size)
            guard builder.root == published.root else {
                throw AuditError(.logDiffers, "the events give another root than the published one of \(published.size) entries")
            }
        }
        try await derive(&builder, to: state.intendedSize)
        if !state.intendedRoot.isEmpty, builder.root.bytes != state.intendedRoot {
            throw AuditError(.logDiffers, "the events give another root than the intended one of \(state.intendedSize) entries")
        }
        return (builder, published)
    }

    private func publishedCheckpoint() throws -> Checkpoint? {
        guard let note = try tiles.read("checkpoint") else { return nil }
        do {
            return try Checkpoint.open(note, verifier: verifier)
        } catch {
            throw AuditError(.logDiffers, "the published checkpoint is not this log's: \(error)")
        }
    }

    private func derive(_ builder: inout TreeBuilder, to size: Int64) async throws {
        while builder.size < size {
            let first = builder.size
            let limit = Int(min(Int64(Self.chunk), size - first))
            let leaves = try await store.read { try $0.auditLeaves(from: first, limit: limit) }
            guard leaves.count == limit else {
                throw AuditError(.storeBehind, "events \(first) and after are not all in the database")
            }
            try integrate(leaves, at: first, &builder)
        }
    }

    private func integrate(_ leaves: [[UInt8]], at first: Int64, _ builder: inout TreeBuilder) throws {
        do throws(LogError) {
            try builder.integrate(leaves, at: first, into: ComparingTileStore(tiles))
        } catch {
            throw error.code == .conflict ? AuditError(.logDiffers, error.description) : error
        }
    }
}
