import Contracts
import Foundation
import Results
import Synchronization

/// The terminal: results on stdout, everything else on stderr.
enum Console {
    /// A line on stderr.
    static func note(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// A line of a program's log with its end, on stderr; whole also where several threads log. A log that nobody reads stops nothing.
    @Sendable static func log(_ line: String) {
        logging.withLock { _ in try? FileHandle.standardError.write(contentsOf: Data(line.utf8)) }
    }

    private static let logging = Mutex(())

    /// A line on stdout, at once also when that is a pipe.
    static func result(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// Exactly these bytes on stdout; on a terminal the line is ended where they do not end it.
    static func bytes(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
        if isatty(STDOUT_FILENO) == 1, let last = bytes.last, last != UInt8(ascii: "\n") { result("") }
    }

    /// Colours on a terminal, unless `NO_COLOR` is set.
    static var style: FindingText.Style {
        let wantsNone = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        return isatty(STDOUT_FILENO) == 1 && !wantsNone ? .coloured : .plain
    }

    /// Findings of files, each with its line and caret, on stderr.
    static func report(_ findings: [Finding]) {
        for finding in findings { note(FindingText.text(finding, style: style) + "\n") }
    }
}
