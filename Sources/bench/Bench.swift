import Documents
import Foundation
import SourceData

/// One measurement of this project's own code, printed as a JSON line; `CI/bench` runs it from a release build beside the peers.
///
///     bench json-parse FILE        bytes of FILE read into a document tree, best of five
///     bench generate FILE PLAYERS  a month of source data
@main
enum Bench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, Array(arguments.dropFirst())) {
        case ("json-parse", let rest) where rest.count == 1: try jsonParse(rest[0])
        case ("generate", let rest) where rest.count == 2: try generate(rest[0], players: Int(rest[1]) ?? 16)
        default:
            FileHandle.standardError.write(Data("usage: bench json-parse FILE | generate FILE PLAYERS\n".utf8))
            exit(2)
        }
    }

    private static func jsonParse(_ path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var best = Duration.seconds(1_000_000)
        var elements = 0
        for _ in 0..<5 {
            let time = try ContinuousClock().measure { elements = try JSONReader.read(bytes).array?.count ?? 0 }
            best = min(best, time)
        }
        report(Double(bytes.count) / 1e6 / best.seconds, verdict: elements)
    }

    private static func generate(_ path: String, players: Int) throws {
        guard let month = DataMonth(parsing: "2026-10") else { preconditionFailure("2026-10 is a month") }
        let generator = try SourceDataGenerator(.init(seed: 7, month: month, playersPerLicence: players))
        var transactions = 0
        let time = try ContinuousClock().measure { transactions = try generator.generate(at: path).transactions }
        report(Double(transactions) / time.seconds, verdict: transactions)
    }

    /// - Parameters:
    ///   - rate: in the bench's unit per second.
    ///   - verdict: what a peer must have found or written as well.
    private static func report(_ rate: Double, verdict: Int) {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        print(#"{"rate": \#(rate), "verdict": \#(verdict), "rss_mb": \#(Double(usage.ru_maxrss) / 1024)}"#)
    }
}

extension Duration {
    /// In fractions of a second.
    fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
