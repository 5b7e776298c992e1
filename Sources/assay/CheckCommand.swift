import ArgumentParser
import Conformance
import Contracts
import Documents
import Foundation
import Results
import Scenarios
import Verification

/// `assay check`: judges a document without any server.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judges a document (CSV, XML, JSON) by the schemas of its template, without any server.",
        discussion: """
            The templates are the schemas that contracts refer to: a table schema judges CSV, an XML Schema and the contracts' own \
            assertions judge XML, a JSON Schema judges JSON. A template is named by its files (gaming-activity), by its id (x-gar-d-1) \
            or by the capital words of its title (T16, X-GAR-D). Of a good table the rows and the sum of each column are printed.

            Exit codes: 0 no fault, 1 the document has faults, 2 usage, 3 the file cannot be read or a schema is faulty, 6 a check could \
            not be made.

            Examples:
              assay check 2026-10-15.csv --template gaming-activity
              assay check return.xml --template T01 --reporter junit=check.xml
              assay check --list
            """)

    @Argument(help: "The document.")
    var file: String?

    @Option(help: "What it is meant to be; see --list.")
    var template: String?

    @Option(help: "csv, xml or json. Default: by the end of the file's name.")
    var format: String?

    @Flag(help: "Lists the templates and the formats that each has a schema for.")
    var list = false

    @Option(
        help: "Also writes the result: json=PATH or junit=PATH; without =PATH to standard output in place of the text. May be repeated.")
    var reporter: [String] = []

    @OptionGroup var content: ContentOption

    func validate() throws {
        guard list || (file != nil && template != nil) else { throw ValidationError("say what to check: FILE --template NAME, or --list") }
        _ = try views()
    }

    func run() throws {
        let (library, findings) = ContractLibrary.load(paths: [], content: try content.folder())
        try ContentOption.refuse(findings)
        let templates = DocumentTemplate.all(in: library)
        guard !list, let file, let template else { return Self.show(templates) }
        guard let chosen = templates.first(where: { $0.isNamed(template) }) else {
            let known = templates.map(\.name).joined(separator: ", ")
            throw ValidationError(
                "--template \(template): "
                    + (known.isEmpty ? "no contract here describes a document; --content DIR says where they lie" : "known are \(known)"))
        }
        let format = try documentFormat(of: file)
        guard let check = DocumentCheck(chosen, as: format, library: library) else {
            let known = chosen.paths.keys.map(\.rawValue).sorted().joined(separator: ", ")
            throw ValidationError("\(chosen.name) has no schema for \(format.rawValue), but for \(known)")
        }
        if let problem = check.problem { try ContentOption.refuse([problem]) }
        let judgement = check.judgement(of: try Self.bytes(of: file), file: file)
        try write(judgement, file, chosen, format)
        if judgement.isSatisfied { return }
        throw EarlyExit(judgement.findings.isEmpty ? .notFullyVerified : .checkFailed)
    }

    private static func show(_ templates: [DocumentTemplate]) {
        for one in templates {
            let formats = one.paths.keys.map(\.rawValue).sorted().joined(separator: " ")
            Console.result("\(one.name)  \(formats)" + (one.title.map { "  \($0)" } ?? ""))
        }
    }

    private func documentFormat(of file: String) throws -> DocumentFormat {
        let word = (format ?? URL(filePath: file).pathExtension).lowercased()
        guard let known = DocumentFormat(rawValue: word) else {
            throw ValidationError("\(format == nil ? file : "--format \(word)"): there are csv, xml and json; say which with --format")
        }
        return known
    }

    /// The file's bytes; more than 256 MiB are refused, as the reader of tables would.
    private static func bytes(of file: String) throws -> [UInt8] {
        let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        guard let size, size <= 256 << 20, let data = FileManager.default.contents(atPath: file) else {
            throw EarlyExit(.invalidFile, "\(file): there is no readable file of at most 256 MiB")
        }
        return [UInt8](data)
    }

    private func views() throws -> [(kind: String, path: String?)] {
        let views = try reporter.map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard let kind = parts.first, ["json", "junit"].contains(kind), parts.count == 2 || !text.contains("=") else {
                throw ValidationError("--reporter \(text): write json[=PATH] or junit[=PATH]")
            }
            return (kind: kind, path: parts.count == 2 ? parts[1] : nil)
        }
        guard views.count(where: { $0.path == nil }) <= 1 else { throw ValidationError("--reporter: only one can go to standard output") }
        return views
    }

    private func write(_ judgement: DocumentJudgement, _ file: String, _ template: DocumentTemplate, _ format: DocumentFormat) throws {
        var isTextWanted = true
        for (kind, path) in try views() {
            let bytes =
                kind == "json"
                ? judgement.node(file: file, template: template.name, format: format).prettyBytes()
                : Self.junit(judgement, file, template)
            guard let path else {
                isTextWanted = false
                Console.result(String(decoding: bytes, as: UTF8.self))
                continue
            }
            do { try Data(bytes).write(to: URL(filePath: path)) } catch {
                throw EarlyExit(.usage, "--reporter \(kind)=\(path): the file cannot be written")
            }
        }
        if isTextWanted { Self.print(judgement, file, template) }
    }

    private static func print(_ judgement: DocumentJudgement, _ file: String, _ template: DocumentTemplate) {
        for finding in judgement.findings { Console.result(FindingText.text(finding, style: Console.style) + "\n") }
        for check in judgement.checks where check.outcome == .skipped {
            Console.result("- \(check.check) was not made: \(check.reason ?? "")")
        }
        for total in judgement.totals { Console.result("  \(total.column)  \(total.amount)" + (total.currency.map { " \($0)" } ?? "")) }
        let rows = judgement.rows.map { ", \($0) rows" } ?? ""
        let found = judgement.findings.count
        Console.result(
            judgement.isSatisfied
                ? "✓ \(file) is a good \(template.name)\(rows): \(judgement.checks.count) checks"
                : "✗ \(file) is no good \(template.name)\(rows): \(found) finding\(found == 1 ? "" : "s")")
    }

    private static func junit(_ judgement: DocumentJudgement, _ file: String, _ template: DocumentTemplate) -> [UInt8] {
        let now = Timestamp.wall.description
        let run = RunRecord(
            subject: .init(name: file, baseURL: "", environment: "document", capabilities: []), startedAt: now, endedAt: now, seed: 0,
            cases: [CaseRecord(id: file, kind: .contract, title: template.title ?? template.name, checks: judgement.checks)])
        let report = ConformanceReport(
            run: run, catalogue: RequirementCatalogue(revision: "", requirements: [], sha256: ""),
            issuer: .init(tool: "assay", version: ToolVersion.text, role: "check", keyID: ""))
        return JUnitView(report).bytes()
    }
}
