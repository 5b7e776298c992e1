import ArgumentParser
import Conformance
import Documents
import Foundation
import Results
import Scenarios

/// How to run and where the result goes, for every command that judges.
struct ExecutionOptions: ParsableArguments {
    @Option(help: "Writes DIR/report, the signed bundle, and DIR/trust.jwks when the signing key is made for this run.")
    var outputDir = "out"

    @Option(help: "A private JWK that signs the report. Default: a key made for this run.")
    var signingKey: String?

    @Option(help: "In whose name the report is issued.")
    var role = "operator's own CI"

    @Option(help: "How many cases run at a time.")
    var jobs = 1

    @Option(help: "Seconds that one exchange may take.")
    var timeout = 30

    @Option(help: "Seconds that the whole run may take; then it ends in good order with exit code 9.")
    var deadline: Int?

    @Option(help: "The seed of everything random in the run, echoed in the report.")
    var seed: UInt64 = 1

    @Option(
        help: """
            What goes wrong on purpose: off, low (the default, in scenarios tagged faults alone), or kinds with their probability as \
            5xx=0.2,delay=0.5. Kinds: refuse, delay, duplicate, reorder, drop, wrong-signature, slow-read, 5xx, 429.
            """)
    var mischief: String?

    @Option(help: "wall waits; virtual jumps over waits and moves the platform's test clock along (needs `tools: clock` of the profile).")
    var clock = RunTime.wall

    @Flag(help: "Starts no further case after the first failed check.")
    var failFast = false

    @Flag(help: "Says what would run, with effects and requirements, and runs nothing.")
    var dryRun = false

    @Option(
        help: """
            Also writes a view of the result: json, junit or html, as NAME=PATH; NAME alone prints it to standard output in place of the \
            text. May be repeated.
            """)
    var reporter: [String] = []

    @Flag(help: "Prints only the findings and the closing lines.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Tells each exchange on standard error.")
    var verbose = false

    @Flag(help: "Only cases that did not pass in the result that --output-dir holds of an earlier run.")
    var failed = false

    func validate() throws {
        guard jobs >= 1, jobs <= 64 else { throw ValidationError("--jobs: 1 to 64, not \(jobs)") }
        guard timeout >= 1, timeout <= 3600 else { throw ValidationError("--timeout: 1 to 3600 seconds, not \(timeout)") }
        if let deadline, deadline < 1 { throw ValidationError("--deadline: at least 1 second, not \(deadline)") }
        _ = try views()
        _ = try MischiefText.plan(mischief ?? "low", seed: seed)
    }

    /// The mischief of the run; `validate` has seen that it can be read.
    var mischiefPlan: MischiefPlan { (try? MischiefText.plan(mischief ?? "low", seed: seed)) ?? .none }

    /// The views asked for, as kind and path; at most one has no path and goes to standard output.
    func views() throws -> [(kind: ReportViewKind, path: String?)] {
        let views = try reporter.map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard let kind = parts.first.flatMap(ReportViewKind.init), parts.count == 2 || !text.contains("=") else {
                throw ValidationError("--reporter \(text): write json, junit or html, with =PATH for a file")
            }
            return (kind: kind, path: parts.count == 2 ? parts[1] : nil)
        }
        guard views.count(where: { $0.path == nil }) <= 1 else {
            throw ValidationError("--reporter: only one can go to standard output; give the others a PATH")
        }
        return views
    }

    /// The ids of the cases that did not pass in an earlier run, variants of a matrix without their values; nil when all are wanted.
    func unfinishedCases() throws -> Set<String>? {
        guard failed else { return nil }
        let path = outputDir + "/report/report.json"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw ValidationError("--failed: there is no result of an earlier run at \(path)")
        }
        do {
            let report = try ConformanceReport(reading: JSONReader.read([UInt8](bytes)))
            let cases = report.run.cases.filter { one in one.checks.contains { $0.outcome == .failed || $0.outcome == .skipped } }
            return Set(cases.map { String($0.id.prefix { $0 != "(" }) })
        } catch {
            throw EarlyExit(.invalidFile, "--failed: \(path): \(error)")
        }
    }
}

/// How time passes in a run.
enum RunTime: String, ExpressibleByArgument, CaseIterable {
    case wall, virtual
}

/// Views that a run can write beside its bundle.
enum ReportViewKind: String {
    case json, junit, html
}
