import Foundation
import SourceData

/// One measurement of this project's own code, printed as a JSON line; `CI/bench` runs it from a release build beside the peers.
///
///     bench json-parse FILE             bytes of FILE read into a tape, best of five
///     bench json-tree FILE              the same, into a document tree
///     bench json-schema LINES SCHEMA    each line of LINES read and held against SCHEMA: the verdict
///     bench json-violations LINES SCHEMA  the same, with everything that breaks it
///     bench generate FILE PLAYERS       a month of source data
@main
enum Bench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, Array(arguments.dropFirst())) {
        case ("json-parse", let rest) where rest.count == 1: try JSONBench.parse(rest[0], intoTree: false)
        case ("json-tree", let rest) where rest.count == 1: try JSONBench.parse(rest[0], intoTree: true)
        case ("json-schema", let rest) where rest.count == 2: try JSONBench.validate(rest[0], schema: rest[1], withViolations: false)
        case ("json-violations", let rest) where rest.count == 2: try JSONBench.validate(rest[0], schema: rest[1], withViolations: true)
        case ("generate", let rest) where rest.count == 2: try generate(rest[0], players: Int(rest[1]) ?? 16)
        default:
            FileHandle.standardError.write(
                Data("usage: bench json-parse|json-tree FILE | json-schema|json-violations LINES SCHEMA | generate FILE PLAYERS\n".utf8))
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

    /// - Parameters:
    ///   - rate: in the bench's unit per second.
    ///   - verdict: what a peer must have found or written as well.
    static func report(_ rate: Double, verdict: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(#"{"rate": \#(rate), "verdict": \#(verdict), "rss_mb": \#(Double(usage.ru_maxrss) / 1024)}"#)
    }
}

extension Duration {
    /// In fractions of a second.
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
