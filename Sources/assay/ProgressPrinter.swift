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
    private let isVerbose: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    private let isColoured = ProcessInfo.processInfo.environment["NO_COLOR"].map(\.isEmpty) ?? true

    init(isQuiet: Bool, isVerbose: Bool = false) {
        self.isQuiet = isQuiet
        self.isVerbose = isVerbose
    }

    /// Takes one event; from any task.
    func show(_ event: RunProgress) {
        guard !isQuiet else { return }
        switch event {
        case .planned(let cases, let notRun):
            state.withLock { $0.planned = cases }
            Console.note("\(cases) cases" + (notRun > 0 ? ", \(notRun) not run" : ""))
        case .preflight(let what): if isTerminal { rewrite(String("preflight: \(what)".prefix(max(1, Self.width - 1)))) }
        case .caseEnded(let record):
            let (done, planned, failed) = state.withLock { state in
                state.done += 1
                if record.checks.contains(where: \.breaksMust) { state.failed += 1 }
                return (state.done, max(state.planned, state.done), state.failed)
            }
            if isTerminal {
                let line = ProgressLine(done: done, planned: planned, failed: failed, caseID: record.id)
                rewrite(line.text(width: Self.width, isColoured: isColoured))
            } else {
                let isLeftOut = record.notRun != nil || record.checks.allSatisfy { $0.outcome == .notApplicable }
                let mark = isLeftOut ? "-" : record.checks.contains(where: \.breaksMust) ? "✗" : "✓"
                Console.note("\(mark) \(record.id)  \(record.checks.count) checks  \(record.elapsedMilliseconds) ms")
            }
        case .interrupted(let why): Console.note("interrupted: \(why.rawValue)")
        case .exchanged(let caseID, let method, let url, let status, let elapsed):
            guard isVerbose else { break }
            finish()
            Console.note("  \(caseID)  \(method) \(url)  \(status == 0 ? "no answer" : "\(status)")  \(elapsed) ms")
        case .caseStarted: break
        }
    }

    /// Leaves the terminal's line clean.
    func finish() {
        if isTerminal && !isQuiet { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    /// The terminal's width at this moment; 80 where it does not say.
    private static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private func rewrite(_ text: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }
}
