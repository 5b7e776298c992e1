import Dispatch
import Foundation
import TransparencyLog

/// What a witness cosigned last of each log: a file for each, on the disk before anybody is told.
///
/// Nothing is remembered beside the files, so what a restarted witness knows is what the one before it knew. A file is written under a
/// temporary name, synchronized, renamed, and its folder synchronized (`DirectoryTileStore`). One witness at a time has the folder.
final class WitnessStore: Sendable {
    private let files: DirectoryTileStore
    /// All reading and writing, in turn: nothing comes between looking and writing.
    private let queue = DispatchQueue(label: "witness-store")
    private let lock: Int32

    /// Throws `storage` when the folder cannot be made, or another witness has it.
    init(folder: String) throws(LogError) {
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw LogError(.storage, "the witness's folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        // The kernel's lock: a killed process leaves none behind.
        lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw LogError(.storage, "\(folder)/lock cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw LogError(.storage, "\(folder) is in use by another witness; give each a folder of its own")
        }
        files = DirectoryTileStore(directory: folder)
    }

    deinit { close(lock) }

    /// Looks at what was cosigned last and puts what `change` makes of it in its place, with nothing in between.
    ///
    /// Returns once the change is durable. Nothing is written when `change` gives no note, or throws.
    func update<Value: Sendable>(
        _ origin: String, _ change: @escaping @Sendable (_ latest: [UInt8]?) throws(LogError) -> (value: Value, next: [UInt8]?)
    ) async throws -> Value {
        let path = WitnessPath.checkpoint(of: origin)
        return try await inTurn { [files] in
            let (value, next) = try change(files.read(path))
            if let next { try files.replace(path, next) }
            return value
        }
    }

    /// The note that was cosigned last; nil when none was.
    func latest(of origin: String) async throws -> [UInt8]? {
        try await inTurn { [files] in try files.read(WitnessPath.checkpoint(of: origin)) }
    }

    private func inTurn<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
