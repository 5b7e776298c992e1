internal import Foundation
internal import Synchronization

/// A program that was started. It goes on when nobody holds this any more.
package final class RunningProgram: Sendable {
    private struct State {
        var end: ProgramEnd?
        var waiting: [CheckedContinuation<ProgramEnd, Never>] = []
    }

    /// The process identifier; another process may have it once this one has ended.
    package let identifier: Int32
    private let state = Mutex(State())
    private let hasEnded = DispatchGroup()

    init(_ program: Program) throws(ProgramError) {
        identifier = try Spawn.child(program)
    }

    /// Takes in the program's end on a thread of its own: without it the entry of the process would stay.
    func watch() {
        hasEnded.enter()
        let watcher = Thread { [self] in
            Spawn.awaitEnd(of: identifier)
            let (end, waiting) = state.withLock { state in
                // Under the lock, so that no signal is sent to who gets the identifier next.
                let end = Spawn.takeEnd(of: identifier)
                state.end = end
                defer { state.waiting = [] }
                return (end, state.waiting)
            }
            for one in waiting { one.resume(returning: end) }
            hasEnded.leave()
        }
        watcher.stackSize = 256 << 10
        watcher.start()
    }

    /// Nil while it runs.
    package var ended: ProgramEnd? { state.withLock { $0.end } }

    /// Asks it to end (SIGTERM).
    package func terminate() { send(SIGTERM) }

    /// Sends a signal, unless it has ended.
    package func send(_ signal: Int32) {
        state.withLock { state in if state.end == nil { kill(identifier, signal) } }
    }

    /// Ends it and what it started, as far as that is still in its group of processes (SIGKILL); nothing once it has ended itself.
    package func killGroup() {
        state.withLock { state in if state.end == nil { kill(-identifier, SIGKILL) } }
    }

    /// Waits for its end, without holding a thread.
    package func end() async -> ProgramEnd {
        await withCheckedContinuation { continuation in
            let end = state.withLock { state in
                if state.end == nil { state.waiting.append(continuation) }
                return state.end
            }
            if let end { continuation.resume(returning: end) }
        }
    }

    /// Waits for its end for a time and holds the thread meanwhile; nil when it has not ended by then.
    package func awaitEnd(within time: Duration) -> ProgramEnd? {
        hasEnded.wait(timeout: .now() + max(0, time / .seconds(1))) == .success ? ended : nil
    }

    /// Waits for its end and holds the thread meanwhile.
    @discardableResult
    package func awaitEnd() -> ProgramEnd {
        hasEnded.wait()
        return ended ?? .exited(0)
    }
}
