public import Foundation

/// Runs programs without blocking a thread of the cooperative pool, which the server under test needs.
public enum Shell {
    /// How a program ended and what it wrote.
    public struct Outcome: Sendable {
        /// The exit code.
        public let status: Int32
        /// The standard output.
        public let output: String
        /// The standard error.
        public let errors: String
        /// Both streams.
        public var text: String { output + errors }
    }

    /// Runs a command line of bash in a folder to its end.
    public static func run(_ command: String, in folder: URL) async throws -> Outcome {
        let name = UUID().uuidString
        let output = folder.appending(path: "\(name).out")
        let errors = folder.appending(path: "\(name).err")
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        let text = { (file: URL) in String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self) }
        return Outcome(status: status, output: text(output), errors: text(errors))
    }
}
