import Documents
import Foundation
import Programs
import TestSupport
import Testing

/// The platform of another make (`Tests/ForeignPlatform`) as a process of its own.
final class ForeignPlatform: Sendable {
    /// A way in which it can depart, and the content that must, or must not, turn red by it.
    struct Departure: Sendable {
        let name: String
        /// The subcommand of `assay` and its arguments.
        let content: [String]

        init(_ name: String, _ content: String) {
            self.name = name
            self.content = content.split(separator: " ").map(String.init)
        }
    }

    let folder: TemporaryFolder
    let profile: String
    private let control: String
    private let process: RunningProgram

    /// Starts one with keys of its own and nothing switched on.
    /// - Parameter options: of its command line.
    static func start(_ options: String...) async throws -> ForeignPlatform {
        let folder = try TemporaryFolder()
        var program = Command.program(
            try await python(), ["-m", "foreign_platform", "--pki", folder.path("foreign"), "--port", "0"] + options)
        program.folder = PeerData.repository.appending(path: "Tests/ForeignPlatform").path
        program.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 }
        let output = Pipe()
        program.output = .pipe(output)
        program.errors = .inherited
        let process = try program.start()
        let line = await output.fileHandleForReading.nextLine()
        let ready = try JSONReader.read(Array(line.utf8))
        return ForeignPlatform(
            folder: folder, profile: try #require(ready["profile"]?.string), control: try #require(ready["control"]?.string),
            process: process)
    }

    /// The interpreter that has the package `cryptography`: Debian's own, or the first of `PATH`.
    private static func python() async throws -> String {
        for program in ["/usr/bin/python3", "python3"] {
            if program.hasPrefix("/"), !FileManager.default.isExecutableFile(atPath: program) { continue }
            if try await Command.run(program, ["-c", "import cryptography"]).status == 0 { return program }
        }
        throw Missing()
    }

    /// `CI/setup` installs what is missing.
    struct Missing: Error, CustomStringConvertible {
        let description = "no python3 with the package cryptography: run CI/setup (python3, python3-cryptography)"
    }

    private init(folder: TemporaryFolder, profile: String, control: String, process: RunningProgram) {
        self.folder = folder
        self.profile = profile
        self.control = control
        self.process = process
    }

    /// Switches exactly these defects and variations on.
    func enable(_ names: [String]) async throws {
        let body = String(decoding: Node.object([("on", .array(names.map { .string($0) }))]).compactBytes(), as: UTF8.self)
        let answer = try await Command.run(
            "curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--max-time", "20", "-X", "PUT", "-d", body, control])
        try #require(answer.output == "204", "\(names): \(answer.output)")
    }

    /// The names that its command line lists, defects and variations.
    static func listed() async throws -> (defects: Set<String>, variations: Set<String>) {
        let program = try await python()
        let process = try await Command.run(
            "env",
            ["-C", PeerData.repository.appending(path: "Tests/ForeignPlatform").path, program, "-B", "-m", "foreign_platform", "--list"])
        let list = try JSONReader.read(Array(process.output.utf8))
        func names(_ member: String) -> Set<String> { Set((list[member]?.members ?? []).map(\.key)) }
        return (names("defects"), names("variations"))
    }

    /// Runs `assay` with this content against it and expects an exit code.
    @discardableResult
    func expect(_ status: Int32, _ content: [String], _ what: String) async throws -> Command.Ended {
        let ended = try await Command.run(
            Command.assay, content + ["--profile", profile, "--output-dir", folder.path("out"), "--jobs", "6"])
        #expect(ended.status == status, "\(what), \(content): \(ended.output.suffix(2500)) \(ended.errors.suffix(500))")
        return ended
    }

    /// Asks it to end and waits until it has.
    func stop() async {
        process.terminate()
        _ = await process.end()
    }
}
