import Foundation
import Programs
import TestSupport

/// The built command and other programs, run as a person would run them.
enum Command {
    struct Ended: Sendable {
        /// The exit code; negative for the number of a signal that ended the program.
        let status: Int32
        let output: String
        let errors: String
    }

    /// `assay` beside the test bundle that is running.
    static let assay: String = {
        let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = folder.appending(path: "assay").path
        return FileManager.default.isExecutableFile(atPath: beside)
            ? beside : PeerData.repository.appending(path: ".build/debug/assay").path
    }()

    /// Runs `assay` in the checkout with these arguments to its end.
    static func run(_ arguments: String...) async throws -> Ended { try await run(assay, arguments) }

    /// Runs a program to its end; a name without a slash is looked up in `PATH`.
    static func run(_ program: String, _ arguments: [String]) async throws -> Ended {
        let folder = try TemporaryFolder()
        let (out, err) = (folder.url.appending(path: "out"), folder.url.appending(path: "err"))
        for file in [out, err] { try Data().write(to: file) }
        var command = Self.program(program, arguments)
        command.output = .file(try FileHandle(forWritingTo: out))
        command.errors = .file(try FileHandle(forWritingTo: err))
        let end = try await command.start().end()
        let status = if case .killed(let signal) = end { -signal } else { end.status }
        return Ended(
            status: status, output: try String(contentsOf: out, encoding: .utf8), errors: try String(contentsOf: err, encoding: .utf8))
    }

    /// The same, to be started: in the checkout, with streams that lead nowhere.
    static func program(_ program: String, _ arguments: [String]) -> Program {
        var made = program.contains("/") ? Program(program, arguments) : Program(looking: [program] + arguments)
        made.folder = PeerData.repository.path
        return made
    }
}
