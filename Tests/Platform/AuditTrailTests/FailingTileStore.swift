import Synchronization
import TransparencyLog

/// A medium that fails from its n-th operation on, as if the process had been killed there.
final class FailingTileStore: TileStore {
    private let base: MemoryTileStore
    private let remaining: Mutex<Int>
    private let code: LogError.Code

    init(_ base: MemoryTileStore, failsAt operation: Int, with code: LogError.Code = .storage) {
        self.base = base
        self.code = code
        remaining = Mutex(operation)
    }

    func read(_ path: String) throws(LogError) -> [UInt8]? {
        try base.read(path)
    }

    func create(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        try step()
        try base.create(path, bytes)
    }

    func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        try step()
        try base.replace(path, bytes)
    }

    private func step() throws(LogError) {
        let failed = remaining.withLock { left in
            left -= 1
            return left < 0
        }
        if failed { throw LogError(code, "the medium is gone") }
    }
}
