#if Platform
    import ArgumentParser
    import Conformance
    import Contracts
    import Documents
    import Foundation
    import Logging
    import RegulatorAPI
    import Results
    import Scenarios
    import ServerKit

    /// What a demo shows of time: a platform of its own, with data of the month that it is, whose sandbox clock is moved. It stays ahead
    /// afterwards, so nobody else may be judged on it.
    struct DemoTime {
        let workspace: DemoWorkspace
        /// The folder of contracts and pipelines.
        let content: String
        let library: ContractLibrary
        let scenarios: [Scenario]
        let catalogue: RequirementCatalogue
        let players: Int

        private static let capability = "sandbox_clock"

        /// Whether a scenario moves time.
        static func moves(_ scenario: Scenario) -> Bool { scenario.needs.contains(capability) }
        /// Whether an interaction is about time that can be moved.
        static func moves(_ interaction: Interaction) -> Bool { interaction.capability == capability }

        /// Starts the platform, judges what is about time, and ends it.
        func judged() async throws -> RunRecord {
            let mailPort = try workspace.writeDeliveries(drop: nil)
            let configuration = try PlatformSettings.configuration(
                pki: workspace.pki, data: workspace.data, content: content, month: Self.month(at: .wall), host: "127.0.0.1", port: 0,
                operationsPort: nil, players: min(players, 3))
            let execution = try ExecutionOptions.parse(["--output-dir", workspace.folder, "--quiet"])
            let logger = PlatformSettings.logger(.error, .text)
            let (library, catalogue, workspace) = (library, catalogue, workspace)
            let interactions = library.interactions.filter(Self.moves)
            let scenarios = scenarios.filter(Self.moves)
            return try await Alongside.run { ready in
                try await PlatformServer(configuration, logger: logger).run { ready($0) }
            } body: { addresses in
                try workspace.writeProfile(addresses, mailPort: mailPort, hasDrop: false, canMoveTime: true)
                let profile = try ProfileChoice(profile: workspace.profile, provider: nil, states: nil, isDryRun: false).load()
                let run = JudgedRun(
                    profile: profile, library: library, interactions: interactions, scenarios: scenarios, catalogue: catalogue,
                    selectedRequirements: [], selection: ["time on a second platform, \(addresses.sandboxURL)"],
                    again: { id in
                        "assay \(id.contains("/") ? "verify" : "run") --profile \(workspace.profile)  (\(id), against a platform of your own)"
                    }, execution: execution)
                var record = try await run.judged().record
                // The run's own clock has been moved along; how long it took is told by the machine's.
                record.endedAt = Timestamp.wall.description
                return record
            }
        }

        /// The month in which a gaming day is under way, YYYY-MM: that of a day and a half later, so that at a month's end in one zone or the
        /// other there is still a day to come.
        static func month(at now: Timestamp) -> String { String(now.advanced(by: .seconds(36 * 3600)).description.prefix(7)) }
    }
#endif
