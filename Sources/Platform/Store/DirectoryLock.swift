import Foundation

/// Holds a data directory for one process: two sequencers on one log could sign two histories.
///
/// The lock is the kernel's (`flock`), so a killed process leaves none behind.
final class DirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of `directory`, which must exist.
    /// - Throws: `StoreError` `in-use` when another process, or another store of this process, has it.
    init(directory: String) throws(StoreError) {
        let path = directory + "/lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(.unavailable, "cannot open \(path): \(unsafe String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreError(.inUse, "\(directory) is in use by another process")
        }
    }

    /// Holds off whoever would take the lock, together with others that only look; nil where nobody ever took it.
    /// - Throws: `StoreError` `in-use` when a process has it.
    init?(lookingAt directory: String) throws(StoreError) {
        let path = directory + "/lock"
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else {
            throw StoreError(.unavailable, "cannot open \(path): \(unsafe String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else {
            throw StoreError(.inUse, "\(directory) is in use by another process")
        }
    }

    deinit {
        close(descriptor)
    }
}
