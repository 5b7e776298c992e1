import Foundation
import SourceData

/// One measurement of this project's own code, printed as a JSON line; `CI/bench` runs it from a release build beside the peers.
///
///     bench json-parse FILE             bytes of FILE read into a tape, best of five
///     bench json-tree FILE              the same, into a document tree
///     bench json-schema LINES SCHEMA [RUNS]  each line of LINES read and held against SCHEMA: the verdict
///     bench json-violations LINES SCHEMA  the same, with everything that breaks it
///     bench json-large FILE SCHEMA      one large document held against SCHEMA while it is read, with everything that breaks it
///     bench xsd FILE SCHEMA             an XML file read piece by piece and held against an XML Schema, once
///     bench transport URL               a thousand requests one after another over one connection
///     bench generate FILE PLAYERS       a month of source data
///     bench log-make DIR ENTRIES        a signed log on disk, for the next two
///     bench log-audit DIR               all of it verified
///     bench log-proofs DIR PROOFS       inclusion proofs from its tiles
///     bench audit DIR WRITERS SECONDS   events made durable one by one by many writers, and published
///     bench audit-files DIR BATCH SECONDS  the log's files written and synced for each batch instead
///     bench sync DIR SECONDS            pages appended and synced
///     bench api-bare CERT KEY CA        serves a handler that does nothing, over mutual TLS
///     bench api-load URL PKI PARTY TOKEN CONNECTIONS SECONDS  asks one URL again and again
@main
enum Bench {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, Array(arguments.dropFirst())) {
        case ("json-parse", let rest) where rest.count == 1: try JSONBench.parse(rest[0], intoTree: false)
        case ("json-tree", let rest) where rest.count == 1: try JSONBench.parse(rest[0], intoTree: true)
        case ("json-schema", let rest) where (2...3).contains(rest.count):
            try JSONBench.validate(rest[0], schema: rest[1], withViolations: false, runs: rest.count == 3 ? Int(rest[2]) ?? 5 : 5)
        case ("json-violations", let rest) where rest.count == 2: try JSONBench.validate(rest[0], schema: rest[1], withViolations: true)
        case ("json-large", let rest) where rest.count == 2: try JSONBench.validateWhole(rest[0], schema: rest[1])
        case ("xsd", let rest) where rest.count == 2: try XMLBench.validate(rest[0], schema: rest[1])
        case ("transport", let rest) where rest.count == 1: try await TransportBench.sequential(rest[0])
        case ("generate", let rest) where rest.count == 2: try generate(rest[0], players: Int(rest[1]) ?? 16)
        case ("log-make", let rest) where rest.count == 2: report(try LogBench.make(rest[0], count: Int(rest[1]) ?? 1 << 16))
        case ("log-audit", let rest) where rest.count == 1: report(try LogBench.audit(rest[0]))
        case ("log-proofs", let rest) where rest.count == 2: report(try LogBench.proofs(rest[0], count: Int(rest[1]) ?? 1000))
        case ("audit", let rest) where rest.count == 3:
            try await AuditBench.write(rest[0], writers: Int(rest[1]) ?? 1, seconds: Double(rest[2]) ?? 5)
        case ("audit-files", let rest) where rest.count == 3:
            try AuditBench.files(rest[0], batch: Int(rest[1]) ?? 256, seconds: Double(rest[2]) ?? 5)
        case ("sync", let rest) where rest.count == 2: try AuditBench.sync(rest[0], seconds: Double(rest[1]) ?? 5)
        case ("api-bare", let rest) where rest.count == 3:
            try await APIBench.serveBare(certificate: rest[0], key: rest[1], trust: rest[2])
        case ("api-load", let rest) where rest.count == 6:
            try await APIBench.load(
                rest[0], folder: rest[1], party: rest[2], token: rest[3], connections: Int(rest[4]) ?? 16, seconds: Double(rest[5]) ?? 3)
        default:
            let usage = """
                usage: bench json-parse|json-tree FILE | json-schema|json-violations LINES SCHEMA | json-large|xsd FILE SCHEMA
                    | transport URL | generate FILE PLAYERS
                    | log-make DIR ENTRIES | log-audit DIR | log-proofs DIR PROOFS
                    | audit DIR WRITERS SECONDS | audit-files DIR BATCH SECONDS | sync DIR SECONDS
                    | api-bare CERT KEY CA | api-load URL PKI PARTY TOKEN CONNECTIONS SECONDS

                """
            FileHandle.standardError.write(Data(usage.utf8))
            exit(2)
        }
    }

    private static func generate(_ path: String, players: Int) throws {
        guard let month = DataMonth(parsing: "2026-10") else { preconditionFailure("2026-10 is a month") }
        let generator = try SourceDataGenerator(.init(seed: 7, month: month, playersPerLicence: players))
        var transactions = 0
        let seconds = try best(of: 1) { transactions = try generator.generate(at: path).transactions }
        report(Double(transactions) / seconds, verdict: transactions)
    }

    /// The shortest of several runs, in seconds.
    static func best(of runs: Int, _ work: () throws -> Void) rethrows -> Double {
        var best = Double.infinity
        for _ in 0..<runs { best = min(best, try ContinuousClock().measure(work).seconds) }
        return best
    }

    private static func report(_ measured: (rate: Double, verdict: Int)) { report(measured.rate, verdict: measured.verdict) }

    /// - Parameters:
    ///   - rate: in the bench's unit per second.
    ///   - verdict: what a peer must have found or written as well.
    ///   - more: what else was measured, by its name with the unit.
    static func report(_ rate: Double, verdict: Int, more: [(String, Double)] = []) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let others = more.map { #", "\#($0.0)": \#($0.1)"# }.joined()
        print(#"{"rate": \#(rate), "verdict": \#(verdict), "rss_mb": \#(Double(usage.ru_maxrss) / 1024)\#(others)}"#)
    }
}

extension Duration {
    /// In fractions of a second.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
