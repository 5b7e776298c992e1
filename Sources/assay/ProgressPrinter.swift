import Conformance
import Foundation
import Results
import Scenarios
import Synchronization

/// Shows how a run goes on: a line that is rewritten on a terminal, one plain line for each file of content elsewhere. Always on stderr.
final class ProgressPrinter: Sendable {
    private struct State {
        var planned = 0
        var done = 0
        var failed = 0
    }

    private let state = Mutex(State())
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(isQuiet: Bool) { self.isQuiet = isQuiet }

    /// Takes one event; from any task.
    func show(_ event: RunProgress) {
        guard !isQuiet else { return }
        switch event {
        case .planned(let cases, let notRun):
            state.withLock { $0.planned = cases }
            Console.note("\(cases) cases" + (notRun > 0 ? ", \(notRun) not run" : ""))
        case .preflight(let what): if isTerminal { rewrite("preflight: \(what)") }
        case .caseEnded(let record):
            let (done, planned, failed) = state.withLock { state in
                state.done += 1
                if record.checks.contains(where: \.breaksMust) { state.failed += 1 }
                return (state.done, max(state.planned, state.done), state.failed)
            }
            if isTerminal {
                let width = 24
                let filled = planned == 0 ? 0 : done * width / planned
                let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
                rewrite("\(bar) \(done)/\(planned)\(failed > 0 ? " · \(failed) failed" : "") · \(record.id)")
            } else {
                let mark = record.notRun != nil ? "-" : record.checks.contains(where: \.breaksMust) ? "✗" : "✓"
                Console.note("\(mark) \(record.id)  \(record.checks.count) checks  \(record.elapsedMilliseconds) ms")
            }
        case .interrupted(let why): Console.note("interrupted: \(why.rawValue)")
        case .caseStarted, .exchanged: break
        }
    }

    /// Leaves the terminal's line clean.
    func finish() {
        if isTerminal && !isQuiet { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    private func rewrite(_ text: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text.prefix(110))".utf8))
    }
}
