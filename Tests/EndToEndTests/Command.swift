import Foundation
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
        let process = process(program, arguments)
        let (out, err) = (folder.url.appending(path: "out"), folder.url.appending(path: "err"))
        for file in [out, err] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let isExit = process.terminationReason == .exit
        return Ended(
            status: isExit ? process.terminationStatus : -process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
            errors: try String(contentsOf: err, encoding: .utf8))
    }

    static func process(_ program: String, _ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: program.contains("/") ? program : "/usr/bin/env")
        process.arguments = program.contains("/") ? arguments : [program] + arguments
        process.currentDirectoryURL = PeerData.repository
        process.standardInput = FileHandle.nullDevice
        return process
    }
}
