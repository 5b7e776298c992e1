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
        if let own = Self.ownFolder() { return own }
        throw ValidationError("no folder Contracts here: run in a folder that has one, or say where it is with --content DIR")
    }

    /// The folder, or the command's own where that one lacks a part which people seldom have of their own.
    func folder(holding part: String) throws -> String {
        let folder = try folder()
        if FileManager.default.fileExists(atPath: folder == "." ? part : "\(folder)/\(part)") { return folder }
        guard let own = Self.ownFolder() else { throw ValidationError("no folder \(part) in \(folder)") }
        return own
    }

    /// The content that the command came with: above the program, or in `share/assay` beside its folder; nil when it came alone.
    private static func ownFolder() -> String? {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var candidate = URL(filePath: program).resolvingSymlinksInPath()
        for _ in 0..<5 {
            candidate.deleteLastPathComponent()
            for folder in [candidate, candidate.appending(path: "share/assay")] {
                if FileManager.default.fileExists(atPath: folder.appending(path: "Contracts/requirements").path) { return folder.path }
            }
        }
        return nil
    }

    /// The requirement catalogue, the command's own where the content has none; a faulty one ends the command with 3.
    func catalogue() throws -> RequirementCatalogue {
        let path = "Contracts/requirements"
        let folder = try folder(holding: path)
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
