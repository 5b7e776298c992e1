import Access
import ArgumentParser
import Contracts
import Foundation
import Logging
import MessageSignatures
import RegulatorAPI
import Results
import Scenarios

/// `assay demo`: everything at once, from nothing to a verdict.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract:
            "Starts the platform with a throw-away PKI and a month of data, runs every contract and scenario, writes the signed report.",
        discussion: """
            Writes DIR/report (the bundle), DIR/trust.jwks, DIR/profile.yaml, DIR/pki and DIR/data. Nothing is left running.

            Example: assay demo --output-dir out/demo && assay report verify out/demo/report --trust out/demo/trust.jwks
            """)

    @Option(help: "The folder to write; what an earlier demo left there is replaced.")
    var outputDir = "out/demo"

    @Option(help: "Players of each licence in the month of data.")
    var players = 16

    @Flag(help: "Prints only the findings and the closing lines.")
    var quiet = false

    @OptionGroup var content: ContentOption

    func run() async throws {
        let folder = try content.folder()
        let workspace = try DemoWorkspace.make(outputDir)
        let mailPort = try workspace.writeRelay()
        let (library, findings) = ContractLibrary.load(paths: [], content: folder)
        let (scenarios, faults) = Scenario.load(paths: [], content: folder, contracts: library)
        try ContentOption.refuse(findings + faults)
        let catalogue = try content.catalogue()
        let configuration = try PlatformSettings.configuration(
            pki: workspace.pki, data: workspace.data, content: folder, month: "2026-10", host: "127.0.0.1", port: 0,
            operationsPort: nil, players: players)
        let execution = try ExecutionOptions.parse(
            ["--output-dir", outputDir, "--signing-key", workspace.pki + "/assay-signing.jwk", "--role", "demonstration", "--jobs", "4"]
                + (quiet ? ["--quiet"] : []))
        if !quiet { Console.note("starting the platform: keys, databases, a month of data for three licences") }
        let logger = PlatformSettings.logger(.error)
        let status = try await Alongside.run { ready in
            try await PlatformServer(configuration, logger: logger).run { ready($0) }
        } body: { addresses in
            try workspace.writeProfile(addresses, mailPort: mailPort)
            let profile = try ProfileChoice(profile: workspace.profile, provider: nil, states: nil, isDryRun: false).load()
            // A demo brings no SFTP server, for example: what its profile does not claim is left out, and said.
            let claims = profile.capabilities
            let carried = scenarios.filter { claims.isSuperset(of: $0.needs) }
            let left = scenarios.filter { !claims.isSuperset(of: $0.needs) }.map(\.id)
            if !quiet, !left.isEmpty { Console.note("left out, for want of what a demo does not bring: \(left.joined(separator: ", "))") }
            let interactions = library.interactions.filter { $0.capability.map(claims.contains) ?? true }
            let run = JudgedRun(
                profile: profile, library: library, interactions: interactions, scenarios: carried, catalogue: catalogue,
                selectedRequirements: [], selection: ["demo"],
                again: { id in
                    "assay \(id.contains("/") ? "verify" : "run") --profile \(workspace.profile)  (\(id), against a platform of your own)"
                },
                execution: execution)
            return try await run.perform()
        }
        Console.result("check it  assay report verify \(outputDir)/report --trust \(outputDir)/trust.jwks")
        throw EarlyExit(status)
    }
}
