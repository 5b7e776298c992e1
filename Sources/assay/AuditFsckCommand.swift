#if Platform
    import ArgumentParser
    import AuditTrail
    import Foundation
    import Results
    import Store
    import TransparencyLog

    extension AuditCommand {
        /// `assay audit fsck`: the platform's events, its log's files and checkpoints, each held against the others.
        struct Fsck: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "fsck",
                abstract: "Holds a stopped platform's events, log files and checkpoints against one another; changes nothing.",
                discussion: """
                    Example:  assay audit fsck data/sandbox --key 'assay.invalid/northwind/sandbox+1a2b3c4d+AbCd…'

                    Every file of the log is derived anew and compared, every event is held against the log's entry, and the events' own tree
                    against what was intended, published and cosigned. One line for each fault: code, place, words. The platform itself looks
                    at the log's edge only when it starts.
                    Exit codes: 0 all agrees, 2 usage, 3 the policy or key is no such file, 4 there is no such database, it cannot be read or
                    the platform is running, 10 something differs.
                    """)

            @Argument(help: "The data folder of one realm, with platform.sqlite and log/.")
            var folder: String

            @Option(help: "The log's verifier key (C2SP signed-note), as text or as a file that holds it.")
            var key: String?

            @Option(help: "Logs, witnesses and quorum to be accepted (C2SP tlog-policy); with --key of this log alone.")
            var policy: String?

            @Option(help: "At most so many faults are listed.")
            var limit = 1000

            func validate() throws {
                guard key != nil || policy != nil else { throw ValidationError("say whom to trust: --key, --policy or both") }
                guard limit > 0 else { throw ValidationError("--limit \(limit): write 1 or more") }
            }

            func run() throws {
                let trust = try AuditTrust(key: key, policy: policy).policy
                do {
                    let store = try StoppedStore(directory: folder)
                    let reporter = FsckProgress()
                    var examination = LogExamination(
                        store: store, tiles: DirectoryTileStore(directory: folder + "/log"), policy: trust, limit: limit,
                        progress: { reporter.note($0, $1, of: $2) })
                    let (extent, faults) = try examination.run()
                    for fault in faults { Console.result("\(fault)") }
                    guard faults.isEmpty else {
                        Console.result("DAMAGED  \(faults.count) faults\(faults.count == limit ? ", and perhaps more" : "")")
                        throw EarlyExit(.signatureFailed)
                    }
                    let published = extent.published.map { "\($0) of them published" } ?? "none published yet"
                    Console.result("VALID  \(extent.events) events, \(published): database, files and checkpoints agree")
                } catch let error as StoreError {
                    let remedy = error.code == .inUse ? ": stop the platform first" : ""
                    throw EarlyExit(.preflightFailed, "\(error.message)\(remedy)")
                }
            }
        }
    }

    /// A line on stderr for each tenth of a long examination.
    private final class FsckProgress {
        /// Less than this is over before anybody asks.
        private static let least: Int64 = 100_000
        private var told: (stage: LogExamination.Stage, tenth: Int64)?

        func note(_ stage: LogExamination.Stage, _ done: Int64, of total: Int64) {
            guard total >= Self.least else { return }
            let tenth = done * 10 / total
            if let told, told == (stage, tenth) { return }
            told = (stage, tenth)
            Console.note("fsck: \(stage.rawValue): \(done) of \(total)")
        }
    }
#endif
