package import Foundation

/// A program to be started, and what it is given.
///
/// Of this process it gets the three standard streams named here and nothing else. (Foundation's `Process` hands on what other threads
/// open while it starts a program, so that the end of a pipe may never come; and on Linux it reads beyond the list of open files when
/// there are more than some 1,300.)
package struct Program: Sendable {
    /// What a standard stream is.
    package enum Stream: Sendable {
        /// Nothing to be read, and written to no avail.
        case null
        /// That of this process.
        case inherited
        /// An open file, which stays open here.
        case file(FileHandle)
        /// A pipe; the program's end of it is closed here once it has started.
        case pipe(Pipe)
    }

    /// An absolute path.
    package let path: String
    /// Without the program's own name.
    package let arguments: [String]
    /// Nil for that of this process.
    package var environment: [String: String]?
    /// Nil for that of this process.
    package var folder: String?
    package var input = Stream.null
    package var output = Stream.null
    package var errors = Stream.null

    /// A program at an absolute path.
    package init(_ path: String, _ arguments: [String]) {
        self.path = path
        self.arguments = arguments
    }

    /// A program that is looked for along the `PATH` of its environment, by env(1): when it is not there, the status is 127.
    /// - Parameter words: the program and its arguments.
    package init(looking words: [String]) { self.init("/usr/bin/env", words) }

    /// Starts it.
    /// - Throws: `ProgramError`.
    package func start() throws(ProgramError) -> RunningProgram {
        let running = try RunningProgram(self)
        running.watch()
        return running
    }
}

/// Why a program did not start.
package struct ProgramError: Error, Sendable, CustomStringConvertible {
    /// What was to be started.
    package let path: String
    /// The reason, an `errno`.
    package let code: Int32

    package var description: String { "expected to start `\(path)`, got: \(unsafe String(cString: strerror(code)))" }
}

/// How a program ended.
package enum ProgramEnd: Sendable, Hashable {
    /// By itself, with a status of 0–255.
    case exited(Int32)
    /// By a signal.
    case killed(signal: Int32)

    /// As shells count: the status, or 128 and the signal.
    package var status: Int32 {
        switch self {
        case .exited(let status): status
        case .killed(let signal): 128 + signal
        }
    }
}
