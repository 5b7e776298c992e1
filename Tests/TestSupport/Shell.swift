public import Foundation
import Programs

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
        var program = Program("/bin/bash", ["-c", command])
        program.folder = folder.path
        program.output = .file(try FileHandle(forWritingTo: output))
        program.errors = .file(try FileHandle(forWritingTo: errors))
        let status = await (try program.start()).end().status
        let text = { (file: URL) in String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self) }
        return Outcome(status: status, output: text(output), errors: text(errors))
    }
}
