import AuditTrail
import Documents
import Foundation
import Logging
import Store
import Synchronization
import TransparencyLog

/// Measurements of the audit trail on its way to the medium: `bench audit`, and what it is held against on the same disk, `bench audit-files`
/// and `bench sync`.
enum AuditBench {
    /// What one event says: with it a document has some 512 bytes.
    private static let note = String(repeating: "a", count: 150)

    /// What the writers and whoever watches the log have seen.
    private final class Seen: Sendable {
        let acknowledged = Mutex<[Int64: ContinuousClock.Instant]>([:])
        let waits = Mutex<[Double]>([])
        let published = Mutex<[(size: Int64, at: ContinuousClock.Instant)]>([])
    }

    /// Many writers, each waiting for its event to be durable before it writes the next, while the log is published each second.
    ///
    /// The verdict is how many events are in the published log at the end, -1 when it is not all that were acknowledged.
    static func write(_ folder: String, writers: Int, seconds: Double) async throws {
        let store = try PlatformStore(.init(directory: folder + "/state"))
        let trail = AuditTrail(store: store, keys: try SubjectKeys.passing())
        let signer = try NoteSigner(name: "assay.invalid/bench", key: [UInt8](repeating: 7, count: 32))
        let sequencer = try await Sequencer(
            store: store, tiles: DirectoryTileStore(directory: folder + "/log"), signer: signer,
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let clock = ContinuousClock()
        let seen = Seen()
        let start = clock.now
        let end = start.advanced(by: .seconds(seconds))
        let publishing = Task { try await sequencer.run() }
        let watching = Task {
            while !Task.isCancelled {
                let size = await sequencer.checkpoint?.size ?? 0
                seen.published.withLock { list in
                    if list.last?.size != size { list.append((size, clock.now)) }
                }
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var number = 0
                    while clock.now < end {
                        let entry = entry(writer, number)
                        let asked = clock.now
                        let record = try await store.write { try trail.record(in: $0, entry) }
                        let now = clock.now
                        seen.acknowledged.withLock { $0[record.index] = now }
                        seen.waits.withLock { $0.append((now - asked).seconds * 1000) }
                        number += 1
                    }
                }
            }
            try await group.waitForAll()
        }
        let took = (clock.now - start).seconds
        let acked = seen.acknowledged.withLock { $0 }
        while await sequencer.checkpoint?.size ?? 0 < Int64(acked.count) { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(50))
        publishing.cancel()
        watching.cancel()
        let steps = seen.published.withLock { $0 }
        let delays = acked.compactMap { index, at in steps.first { $0.size > index }.map { ($0.at - at).seconds * 1000 } }
        let size = await sequencer.checkpoint?.size ?? 0
        try store.close()
        let sorted = seen.waits.withLock { $0 }.sorted()
        Bench.report(
            Double(acked.count) / took, verdict: Int(size) == acked.count && delays.count == acked.count ? acked.count : -1,
            more: [
                ("p50_ms", quantile(sorted, 0.5)), ("p99_ms", quantile(sorted, 0.99)),
                ("published_p99_ms", quantile(delays.sorted(), 0.99)),
            ])
    }

    /// The log's files written in the path of each commit instead: for each batch a bundle, a tile and the state, each to a temporary file,
    /// synced, renamed, and its folder synced.
    static func files(_ folder: String, batch: Int, seconds: Double) throws {
        let files = [
            ("bundle", [UInt8](repeating: 0x61, count: batch * 512)), ("tile", [UInt8](repeating: 0x62, count: batch * 32)),
            ("state", [UInt8](repeating: 0x63, count: 100)),
        ]
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let clock = ContinuousClock()
        let start = clock.now
        var batches = 0
        while (clock.now - start).seconds < seconds {
            for (name, bytes) in files { try put(bytes, at: folder + "/\(name)-\(batches)", in: folder) }
            batches += 1
        }
        Bench.report(Double(batches * batch) / (clock.now - start).seconds, verdict: batches * batch)
    }

    /// How often the medium syncs an appended page.
    static func sync(_ folder: String, seconds: Double) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let file = open(folder + "/appended", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard file >= 0 else { throw LogError(.storage, "cannot open \(folder)/appended") }
        defer { close(file) }
        let page = [UInt8](repeating: 0x61, count: 4096)
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while (clock.now - start).seconds < seconds {
            guard unsafe page.withUnsafeBytes({ unsafe Glibc.write(file, $0.baseAddress, $0.count) }) == page.count, fdatasync(file) == 0
            else { throw LogError(.storage, "cannot sync \(folder)/appended") }
            count += 1
        }
        Bench.report(Double(count) / (clock.now - start).seconds, verdict: count)
    }

    private static func put(_ bytes: [UInt8], at path: String, in folder: String) throws {
        let file = open(path + ".new", O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else { throw LogError(.storage, "cannot make \(path)") }
        let isWritten =
            unsafe bytes.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) } == bytes.count && fsync(file) == 0
        close(file)
        let directory = open(folder, O_RDONLY)
        defer { close(directory) }
        guard isWritten, rename(path + ".new", path) == 0, fsync(directory) == 0 else { throw LogError(.storage, "cannot write \(path)") }
    }

    private static func entry(_ writer: Int, _ number: Int) -> AuditEntry {
        AuditEntry(
            at: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)), operatorID: "northwind", subject: .operation,
            actor: AuditActor(subject: "officer", clientID: "officer", address: "127.0.0.1"), action: .read, entity: "bonus_rule",
            id: "BR-\(writer)-\(number)", requestID: "q-\(writer)-\(number)", detail: ["note": .string(note)])
    }

    private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}
