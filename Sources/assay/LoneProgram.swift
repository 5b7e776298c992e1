import Foundation
import Programs

/// A program beside this one that ends with it: when this process is gone, however that came about, so is the program.
///
/// Between the two stands a shell whose input is a pipe from here; nobody ever writes to it, and at its end the shell ends the program.
final class LoneProgram: Sendable {
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

    private let running: RunningProgram
    private let input = Pipe()

    /// Starts it; what it prints goes to the end of a file.
    init(_ words: [String], log: String) throws {
        var program = Program("/bin/sh", ["-c", Self.script, "sh", log] + words)
        program.input = .pipe(input)
        running = try program.start()
    }

    /// Ends it and waits until it is gone, also in a task that was cancelled.
    func stop() async {
        try? input.fileHandleForWriting.close()
        _ = await running.end()
    }

    /// Runs a program to its end and returns its exit status.
    static func status(of words: [String]) async throws -> Int32 { await (try Program(looking: words).start()).end().status }
}
