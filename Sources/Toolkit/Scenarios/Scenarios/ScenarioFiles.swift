package import Contracts
import Foundation
package import Results

extension Scenario {
    /// Reads every `*.scenario.yaml` under the paths; of a folder, all below it, in the order of their paths.
    ///
    /// With no paths, the folder `Scenarios` under `content` is read. Relative paths are taken from `content`. Findings have codes
    /// `scenario.…` and severity error; what could be read is returned all the same.
    /// - Parameter contracts: interactions that steps name must be in it.
    package static func load(
        paths: [String], content: String, contracts: ContractLibrary
    ) -> (scenarios: [Scenario], findings: [Finding]) {
        var scenarios: [Scenario] = []
        var findings: [Finding] = []
        let (personalities, faults) = Personality.load(content: content)
        findings += faults
        for path in paths.isEmpty ? ["Scenarios"] : paths {
            let files = ScenarioFiles.files(at: path.hasPrefix("/") || content == "." ? path : "\(content)/\(path)")
            if files.isEmpty { findings.append(.scenarioNoFiles(path)) }
            for file in files where !scenarios.contains(where: { $0.file == file }) {
                guard let bytes = ScenarioFiles.bytes(of: file) else {
                    findings.append(.scenarioUnreadable(file))
                    continue
                }
                let read = read(bytes, file: file, contracts: contracts, personalities: personalities)
                findings += read.findings
                guard let scenario = read.scenario else { continue }
                if let first = scenarios.first(where: { $0.source.file != scenario.file && $0.isVariant(of: scenario.id) }) {
                    findings.append(.scenarioDuplicate(scenario.id, first: first.source, at: scenario.source))
                } else {
                    scenarios += scenario.variants
                }
            }
        }
        return (scenarios, findings)
    }

    /// Reads one scenario from memory; there is a scenario only when there are no findings.
    /// - Parameter file: the path that findings name.
    package static func read(
        _ bytes: [UInt8], file: String, contracts: ContractLibrary, personalities: [Personality] = []
    ) -> (scenario: Scenario?, findings: [Finding]) {
        var reader = ScenarioReader(file: file, bytes: bytes, contracts: contracts, personalities: personalities)
        let scenario = reader.scenario(bytes)
        let findings = reader.source.findings
        return (findings.isEmpty ? scenario : nil, findings)
    }
}

extension Scenario {
    /// Whether it has this id, or is one combination of the scenario that has.
    fileprivate func isVariant(of id: String) -> Bool { self.id == id || self.id.hasPrefix("\(id)(") }
}

/// Finds and reads scenario files.
enum ScenarioFiles {
    /// Scenarios are written by hand; this is far above any real one.
    private static let maximumBytes = 1 << 20

    /// The file itself, or all scenario files below a folder, sorted.
    static func files(at path: String) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
        guard isFolder.boolValue else { return [path] }
        // A folder may be a link; what is in it is named below the path as given.
        let folder = URL(filePath: path).resolvingSymlinksInPath().path
        let below = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return below.filter { $0.hasSuffix(".scenario.yaml") || $0.hasSuffix(".scenario.yml") }.sorted().map { "\(path)/\($0)" }
    }

    /// Nil when the file cannot be read or is too large.
    static func bytes(of file: String) -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: file) else { return nil }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: maximumBytes + 1), data.count <= maximumBytes else { return nil }
        return [UInt8](data)
    }
}
