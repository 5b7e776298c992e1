import Delivery
import Documents
import Foundation
import Synchronization

/// The sandbox's own time: that of the machine, moved forward by whoever tests; it never goes back, not by a restart either.
final class SandboxClock: Sendable {
    /// The longest move at once: a leap year and a month.
    static let longestMove: Duration = .seconds(400 * 86_400)

    private let file: URL
    private let base: @Sendable () -> Timestamp
    private let moved: Mutex<Duration>
    private let sleepers = Mutex<[Signal]>([])

    /// Goes on where an earlier process was.
    /// - Parameters:
    ///   - directory: the realm's folder.
    ///   - base: the machine's time.
    /// - Throws: `PlatformStartError` when the file with the offset holds something else.
    init(directory: String, base: @escaping @Sendable () -> Timestamp) throws {
        file = URL(filePath: directory + "/clock")
        self.base = base
        guard let bytes = FileManager.default.contents(atPath: file.path) else {
            moved = Mutex(.zero)
            return
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let seconds = Int64(text), seconds >= 0 else {
            throw PlatformStartError(
                "\(file.path) does not hold the seconds by which the sandbox's clock was moved: remove it, or the folder")
        }
        moved = Mutex(.seconds(seconds))
    }

    /// By how much it is ahead of the machine.
    var offset: Duration { moved.withLock { $0 } }

    /// The sandbox's time.
    func now() -> Timestamp { base().advanced(by: offset) }

    /// Wakes whoever sleeps until something is due, so that he looks at the time again.
    func wake(_ signals: [Signal]) { sleepers.withLock { $0 += signals } }

    /// Moves it forward by whole seconds; on the medium when it returns.
    /// - Throws: what the file system reports; then nothing has moved.
    func advance(by seconds: Int64) throws {
        try moved.withLock { moved in
            let next = moved + .seconds(seconds)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("\(next.components.seconds)\n".utf8).write(to: file, options: .atomic)
            moved = next
        }
        for signal in sleepers.withLock({ $0 }) { signal.give() }
    }
}
