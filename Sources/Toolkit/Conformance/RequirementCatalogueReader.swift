import Crypto
import Documents
package import Foundation
package import Results

/// Reads the catalogue files (`*.yaml` of one folder); every fault of a file is a finding with its place.
package struct RequirementCatalogueReader {
    private static let fileKeys: Set<String> = ["schema_version", "revision", "area", "title", "requirements"]
    private static let entryKeys: Set<String> = ["id", "text", "source", "basis", "verify", "not_tested", "not_shown"]

    private var revision: String?
    private var found: [Requirement] = []
    private var findings: [Finding] = []
    private var file = ""
    private var lines: [Substring] = []

    private init() {}

    /// The catalogue of `folder`, and what is wrong with its files; with findings of severity error the catalogue is not to be used.
    package static func read(folder: URL) -> (catalogue: RequirementCatalogue, findings: [Finding]) {
        var reader = RequirementCatalogueReader()
        var hash = SHA256()
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
        if names.isEmpty {
            reader.report(
                "catalogue.missing", SourceLocation(file: folder.relativePath), "no requirement file (*.yaml) was found in this folder",
                "point --content at a folder that holds Contracts/requirements")
        }
        for name in names {
            let url = folder.appending(path: name)
            guard let bytes = try? Data(contentsOf: url) else {
                reader.report(
                    "catalogue.unreadable", SourceLocation(file: url.relativePath), "the file cannot be read", "look at its permissions")
                continue
            }
            hash.update(data: bytes)
            reader.read([UInt8](bytes), named: url.relativePath)
        }
        let digest = Hexadecimal.text(hash.finalize())
        let catalogue = RequirementCatalogue(revision: reader.revision ?? "none", requirements: reader.found, sha256: digest)
        return (catalogue, reader.findings)
    }

    private mutating func read(_ bytes: [UInt8], named name: String) {
        file = name
        lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let root: Node
        do { root = try YAMLReader.read(bytes) } catch {
            report("catalogue.not-yaml", location(error.place), error.message, "mend the YAML at this place")
            return
        }
        unknownKeys(of: root, allowed: Self.fileKeys)
        guard root["schema_version"]?.integer == 1 else {
            report("catalogue.version", location(root.place), "schema_version must be 1", "write `schema_version: 1` at the top")
            return
        }
        if let text = text(root, "revision") {
            if let revision, revision != text {
                report(
                    "catalogue.revision", location(root.place), "revision \(text) differs from \(revision) in another file",
                    "give all files one revision")
            }
            revision = text
        }
        guard let area = text(root, "area"), let entries = root["requirements"]?.array else {
            report("catalogue.shape", location(root.place), "expected `area` and a list `requirements`", "see another file of the folder")
            return
        }
        for entry in entries { read(entry, area: area) }
    }

    private mutating func read(_ entry: Node, area: String) {
        unknownKeys(of: entry, allowed: Self.entryKeys)
        guard let name = text(entry, "id"), let words = text(entry, "text"), let source = text(entry, "source"),
            let basisName = text(entry, "basis")
        else { return }
        let at = location(entry.place)
        guard let id = RequirementID(name) else {
            report("catalogue.bad-id", at, "`\(name)` is no requirement identifier", "write REQ-<AREA>-<three digits>")
            return
        }
        guard let basis = Requirement.Basis(rawValue: basisName) else {
            let known = Requirement.Basis.allCases.map(\.rawValue).joined(separator: ", ")
            report("catalogue.bad-basis", at, "`\(basisName)` is no basis", "write one of: \(known)")
            return
        }
        if found.contains(where: { $0.id == id }) {
            report("catalogue.duplicate", at, "\(id) is in the catalogue twice", "remove one of them, or give it a number of its own")
            return
        }
        if let note = entry["not_shown"], entry["not_tested"] != nil {
            report(
                "catalogue.conflict", location(note.place), "\(id) has `not_tested` and `not_shown`",
                "keep `not_tested` when nothing tests it, `not_shown` when a part of it is not tested")
        }
        found.append(
            Requirement(
                id: id, text: words, source: source, basis: basis, area: area, notTested: entry["not_tested"]?.string,
                notShown: entry["not_shown"]?.string, location: at))
    }

    private mutating func text(_ node: Node, _ key: String) -> String? {
        if let text = node[key]?.string, !text.isEmpty { return text }
        report("catalogue.shape", location(node[key]?.place ?? node.place), "expected a text under `\(key)`", "add `\(key): …`")
        return nil
    }

    private mutating func unknownKeys(of node: Node, allowed: Set<String>) {
        for member in node.members ?? [] where !allowed.contains(member.key) {
            report(
                "catalogue.unknown-key", location(member.keyPlace, width: member.key.count),
                "`\(member.key)` is not a key of a catalogue file",
                "known keys: \(allowed.sorted().joined(separator: ", "))")
        }
    }

    private mutating func report(_ code: String, _ location: SourceLocation, _ message: String, _ remedy: String) {
        findings.append(Finding(code: code, message: message, source: location, remedy: remedy))
    }

    private func location(_ place: Place, width: Int = 1) -> SourceLocation {
        let excerpt = lines.indices.contains(place.line - 1) ? String(lines[place.line - 1]) : nil
        return SourceLocation(file: file, line: place.line, column: place.column, width: width, excerpt: excerpt)
    }
}
