import Documents
import Foundation
import Logging
import ObjectStorage
import Sealing
import Store
import Synchronization
import TestSupport
import TransparencyLog

@testable import AuditTrail

/// A realm's log with its copy in a bucket that is a value in memory.
final class WormScene: Sendable {
    static let days = LogCopyLayout.minimumDays + LogCopyLayout.spareDays
    let folder: TemporaryFolder
    let store: PlatformStore
    let trail: AuditTrail
    let tiles = MemoryTileStore()
    let sequencer: Sequencer
    let bucket: MemoryLockedStore
    let layout: LogCopyLayout
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let time: Mutex<Timestamp>

    /// - Parameter bucket: of an earlier scene; nil makes one.
    init(
        bucket: MemoryLockedStore? = nil,
        before: @escaping @Sendable (MemoryLockedStore.Deed) async throws(StorageError) -> Void = { _ in },
        after: @escaping @Sendable (MemoryLockedStore.Deed) async throws(StorageError) -> Void = { _ in }
    ) async throws {
        folder = try TemporaryFolder()
        store = try PlatformStore(.init(directory: folder.path))
        trail = AuditTrail(store: store, keys: try await Sample.keys(in: store))
        sequencer = try await Sequencer(store: store, tiles: tiles, signer: Sample.signer(), logger: logger)
        layout = try LogCopyLayout(prefix: "northwind", origin: Sample.signer().name)
        self.bucket = bucket ?? MemoryLockedStore(now: { Sample.start }, before: before, after: after)
        time = Mutex(Sample.start)
    }

    func pass(_ seconds: Int) { time.withLock { $0 = $0.advanced(by: .seconds(seconds)) } }

    /// A copier as after a start.
    func copy() -> WormCopy {
        WormCopy(
            .init(destination: "test", layout: layout), bucket: bucket, store: store, sequencer: sequencer, logger: logger,
            now: { self.time.withLock { $0 } })
    }

    /// Events of a bonus rule, or of another subject.
    func record(_ count: Int, about subject: AuditSubject = .operation, from first: Int = 0) async throws {
        try await store.write { [trail] transaction in
            for number in first..<(first + count) {
                _ = try trail.record(
                    in: transaction, Sample.entry(number, before: nil, after: ["percentage": .integer(number)], about: subject))
            }
        }
    }

    func findings(
        into files: MemoryTileStore = MemoryTileStore(), maximumBytes: Int = LogCopyAudit.maximumBytes
    ) async throws -> LogCopyFindings {
        let verifier = try Sample.signer().verifier
        return try await LogCopyAudit(
            store: bucket, layout: layout, verifier: verifier, policy: LogPolicy(log: verifier), maximumBytes: maximumBytes
        ).run(into: files)
    }
}
