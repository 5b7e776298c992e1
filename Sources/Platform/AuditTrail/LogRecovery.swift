import Logging
import Store
import TransparencyLog

/// Finds out, before anything is signed, whether the log's files and the database tell the same history, and where to go on.
///
/// It looks at the edge only: the checkpoint against what was intended, the files of the right edge against the checkpoint's root, the last
/// events against the last bundles. That takes as long for a million events as for none. Where the edge is not right, every bundle and tile
/// is derived again and compared; what a crash left unwritten is written. The files may be behind the database, by what the last process
/// did not get to; they may not be ahead of it or differ. What is damaged behind the edge is found by `LogExamination`.
struct LogRecovery: Sendable {
    /// Entries that are integrated at a time: whole tiles of level 1.
    static let chunk = 65_536
    /// So many of the published events are held against the log's bundles.
    private static let compared: Int64 = 256

    let store: PlatformStore
    let tiles: any TileStore
    let verifier: NoteVerifier
    let logger: Logger

    /// The tree at the size that was intended last, and the published checkpoint.
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
        if let published {
            do {
                return (try await resumed(published, state), published)
            } catch {
                guard error is LogError || error is AuditError else { throw error }
                logger.warning("the log's edge is not as published: all of it is derived again", metadata: ["reason": "\(error)"])
            }
        }
        return (try await derived(published, state), published)
    }

    /// The tree by the files of its edge.
    /// - Throws: `LogError` or `AuditError` when they do not lead to the published and the intended root, or end with other events.
    private func resumed(_ published: Checkpoint, _ state: LogState) async throws -> TreeBuilder {
        var builder = try TreeBuilder(resuming: tiles, size: published.size)
        guard builder.root == published.root else {
            throw LogError(.inconsistent, "the edge leads to another root than the published one of \(published.size) entries")
        }
        let first = max(0, published.size - Self.compared)
        try await integrateEvents(from: first, to: published.size, &builder)
        try await derive(&builder, to: state.intendedSize)
        try check(builder, state)
        return builder
    }

    /// The tree by all events, with every file compared.
    private func derived(_ published: Checkpoint?, _ state: LogState) async throws -> TreeBuilder {
        var builder = TreeBuilder()
        if let published {
            try await derive(&builder, to: published.size)
            guard builder.root == published.root else {
                throw AuditError(.logDiffers, "the events give another root than the published one of \(published.size) entries")
            }
        }
        try await derive(&builder, to: state.intendedSize)
        try check(builder, state)
        return builder
    }

    private func check(_ builder: TreeBuilder, _ state: LogState) throws(AuditError) {
        guard state.intendedRoot.isEmpty || builder.root.bytes == state.intendedRoot else {
            throw AuditError(.logDiffers, "the events give another root than the intended one of \(state.intendedSize) entries")
        }
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
            try await integrateEvents(from: first, to: min(size, first + Int64(Self.chunk)), &builder)
        }
    }

    private func integrateEvents(from first: Int64, to end: Int64, _ builder: inout TreeBuilder) async throws {
        let limit = Int(end - first)
        let leaves = try await store.read { try $0.auditLeaves(from: first, limit: limit) }
        guard leaves.count == limit else {
            throw AuditError(.storeBehind, "events \(first) and after are not all in the database")
        }
        try integrate(leaves, at: first, &builder)
    }

    private func integrate(_ leaves: [[UInt8]], at first: Int64, _ builder: inout TreeBuilder) throws {
        do throws(LogError) {
            try builder.integrate(leaves, at: first, into: ComparingTileStore(tiles))
        } catch {
            throw error.code == .conflict ? AuditError(.logDiffers, error.description) : error
        }
    }
}
