#if Platform
    import ArgumentParser
    import Foundation
    import Results
    import SourceData

    /// `assay data`: synthetic source data.
    struct DataCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "data", abstract: "Synthetic data of an operator's systems.", subcommands: [Generate.self])

        /// `assay data generate`: a month of players, rounds, transactions and draws; the same seed gives the same tables.
        struct Generate: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "generate", abstract: "Writes a month of an operator's data as a SQLite file.",
                discussion: "Example: assay data generate source.sqlite --month 2026-10 --players 16 --seed 7")

            @Argument(help: "The file to write; must not exist yet.")
            var file: String

            @Option(help: "The month, YYYY-MM.")
            var month = "2026-10"

            @Option(help: "Players of each licence who play in the month.")
            var players = SourceDataGenerator.Configuration.defaultPlayersPerLicence

            @Option(help: "The seed.")
            var seed: UInt64 = 20_261_015

            func run() throws {
                guard let month = DataMonth(parsing: month) else { throw ValidationError("--month \(month): write YYYY-MM") }
                let generator = try SourceDataGenerator(.init(seed: seed, month: month, playersPerLicence: players))
                let isTerminal = isatty(STDERR_FILENO) == 1
                let summary = try generator.generate(at: file) { progress in
                    if isTerminal {
                        FileHandle.standardError.write(
                            Data("\r\(progress.daysDone)/\(progress.daysInTotal) days, \(progress.rounds) rounds".utf8))
                    }
                }
                if isTerminal { Console.note("") }
                Console.result(
                    "\(file): \(summary.players) players, \(summary.sessions) sessions, \(summary.rounds) rounds, \(summary.transactions) transactions, \(summary.draws) draws"
                )
            }
        }
    }
#endif
