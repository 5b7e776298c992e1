import Foundation
import Synchronization

/// A program beside this one that ends with it: when this process is gone, however that came about, so is the program.
///
/// Between the two stands a shell whose input is a pipe from here; nobody ever writes to it, and at its end the shell ends the program.
final class LoneProgram: Sendable {
    private struct State {
        var hasEnded = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// Signals of the terminal go to every process of its group: the shell outlives them, so that it can end the program.
    private static let script = """
        trap '' INT TERM HUP
        log=$1
        shift
        (trap - INT TERM HUP; exec "$@") </dev/null >>"$log" 2>&1 &
        cat >/dev/null
        kill "$!" 2>/dev/null
        wait "$!"
        """

    private let process = Process()
    private let input = Pipe()
    private let state = Mutex(State())

    /// Starts it; what it prints goes to the end of a file.
    init(_ words: [String], log: String) throws {
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", Self.script, "sh", log] + words
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { [weak self] _ in self?.end() }
        try process.run()
        try? input.fileHandleForReading.close()
    }

    private func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for one in waiting { one.resume() }
    }

    /// Ends it and waits until it is gone, also in a task that was cancelled.
    func stop() async {
        try? input.fileHandleForWriting.close()
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.waiting.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    /// Runs a program to its end and returns its exit status.
    static func status(of words: [String]) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }
}
