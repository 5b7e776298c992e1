#if Platform
    import Access
    import ArgumentParser
    import Contracts
    import Foundation
    import Logging
    import MessageSignatures
    import RegulatorAPI
    import Results
    import Scenarios
    import ServerKit
    import Transport

    /// `assay demo`: everything at once, from nothing to a verdict.
    struct DemoCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "demo",
            abstract:
                "Starts the platform with a throw-away PKI and a month of data, runs every contract and scenario, writes the signed report.",
            discussion: """
                Writes DIR/report (the bundle), DIR/trust.jwks, DIR/profile.yaml, DIR/session.har (a recorded session, which is played
                again at the end), DIR/time (a second platform, on which time is moved), DIR/drop (what the platform left there by SFTP), DIR/pki and DIR/data. Nothing is left running.

                Example: assay demo --output-dir out/demo && assay report verify out/demo/report --trust out/demo/trust.jwks
                """)

        @Option(help: "The folder to write; what an earlier demo left there is replaced.")
        var outputDir = "out/demo"

        @Option(help: "Players of each licence in the month of data.")
        var players = 16

        @Option(help: "The program of OpenSSH's server, for the SFTP drop. Default: where distributions put it.")
        var sshd: String?

        @Flag(help: "Prints only the findings and the closing lines.")
        var quiet = false

        @OptionGroup var content: ContentOption

        /// The regulator's session that is recorded and played again.
        private static let session = ["accepted.ask-and-receive", "accepted.pull-a-report"]

        func run() async throws {
            let workspace = try DemoWorkspace.make(outputDir)
            var server: DropServer?
            do {
                server = try await DropServer.start(in: workspace.server, files: workspace.drop, key: workspace.dropKey, sshd: sshd)
            } catch let error as DropServer.Unavailable {
                Console.note("not shown: reports in an SFTP drop; \(error)")
            }
            let status: ExitStatus
            do { status = try await judge(workspace, drop: server?.drop) } catch {
                await server?.stop()
                throw error
            }
            await server?.stop()
            Console.result("check it  assay report verify \(outputDir)/report --trust \(outputDir)/trust.jwks")
            throw EarlyExit(status)
        }

        /// Starts the platforms and judges them; a second one where time is moved, since its clock stays ahead.
        private func judge(_ workspace: DemoWorkspace, drop: FileDrop?) async throws -> ExitStatus {
            let folder = try content.folder()
            let mailPort = try workspace.writeDeliveries(drop: drop)
            let (library, findings) = ContractLibrary.load(paths: [], content: folder)
            let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
            try ContentOption.refuse(findings + faults)
            let catalogue = try content.catalogue()
            let configuration = try PlatformSettings.configuration(
                pki: workspace.pki, data: workspace.data, content: folder, month: "2026-10", host: "127.0.0.1", port: 0,
                operationsPort: nil, players: players)
            let execution = try ExecutionOptions.parse(
                [
                    "--output-dir", outputDir, "--signing-key", workspace.pki + "/assay-signing.jwk", "--role", "demonstration", "--jobs",
                    "8",
                ]
                    + (quiet ? ["--quiet"] : []))
            if !quiet { Console.note("starting the platform: keys, databases, a month of data for three licences") }
            let logger = PlatformSettings.logger(.error, .text)
            let turning = DemoTime(
                workspace: workspace.time, content: folder, library: library, scenarios: scenarios, catalogue: catalogue, players: players)
            return try await Alongside.run { ready in
                try await PlatformServer(configuration, logger: logger).run { ready($0) }
            } body: { addresses in
                try workspace.writeProfile(addresses, mailPort: mailPort, hasDrop: drop != nil)
                let profile = try ProfileChoice(profile: workspace.profile, provider: nil, states: nil, isDryRun: false).load()
                let run = JudgedRun(
                    profile: profile, library: library, interactions: library.interactions.filter { !DemoTime.moves($0) },
                    scenarios: scenarios.filter { !DemoTime.moves($0) }, catalogue: catalogue,
                    selectedRequirements: [], selection: ["demo"],
                    again: { id in
                        "assay \(id.contains("/") ? "verify" : "run") --profile \(workspace.profile)  (\(id), against a platform of your own)"
                    },
                    execution: execution, rehearsal: Rehearsal(scenarios: Self.session, path: workspace.session))
                async let later = turning.judged()
                var outcome = try await run.judged()
                do { outcome.record = outcome.record.followed(by: try await later) } catch let error as CancellationError {
                    // Interrupted before the second platform answered: what the first run saw is told all the same.
                    guard outcome.record.isInterrupted else { throw error }
                }
                return try run.publish(outcome)
            }
        }
    }
#endif
