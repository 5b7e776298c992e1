import ArgumentParser
import Conformance
import Contracts
import Foundation
import Results
import Scenarios

/// Where contracts, scenarios, the requirement catalogue and the SQL models lie.
struct ContentOption: ParsableArguments {
    @Option(
        help:
            "The folder that holds Contracts, Scenarios and Pipelines. Default: the current folder, else the one the command was built in.")
    var content: String?

    /// The folder, `.` when it is the current one.
    func folder() throws -> String {
        if let content {
            guard FileManager.default.fileExists(atPath: content) else {
                throw ValidationError("--content \(content): there is no such folder")
            }
            return content
        }
        if FileManager.default.fileExists(atPath: "Contracts") { return "." }
        var candidate = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        for _ in 0..<5 {
            candidate.deleteLastPathComponent()
            if FileManager.default.fileExists(atPath: candidate.appending(path: "Contracts/requirements").path) { return candidate.path }
        }
        throw ValidationError("no folder Contracts here: run in a folder that has one, or say where it is with --content DIR")
    }

    /// The requirement catalogue; a faulty one ends the command with 3.
    func catalogue() throws -> RequirementCatalogue {
        let path = "Contracts/requirements"
        let folder = try folder()
        let (catalogue, findings) = RequirementCatalogueReader.read(folder: URL(filePath: folder == "." ? path : "\(folder)/\(path)"))
        try Self.refuse(findings)
        return catalogue
    }

    /// Ends the command with 3 when a file is not as it must be.
    static func refuse(_ findings: [Finding]) throws {
        guard findings.contains(where: { $0.severity == .error }) else { return }
        Console.report(findings)
        throw EarlyExit(.invalidFile, "\(findings.count) faults in the files above; nothing was run")
    }
}
