package import Contracts
package import Documents
package import Results

/// What a run would cost: requests, writes and time, without making any of them.
package struct RunForecast: Sendable {
    /// What one case costs at least.
    package struct Line: Sendable, Hashable {
        package let id: String
        package let title: String
        package let effects: Effects
        package let requirements: [RequirementReference]
        /// Requests to the platform: states, the call itself, what is derived from it to be refused, and the log's part.
        package let requests: Int
        /// Those of them that may change something (RFC 9110 §9.2.1).
        package let writes: Int
        /// The tools of the profile that it uses.
        package let tools: [String]
        /// How long it takes when every answer is a usual one.
        package let expected: Duration
        /// How long it can take before it is ended.
        package let longest: Duration
        /// Why it would be listed and not run; nil when it would run.
        package let omission: String?
    }

    /// How long a usual exchange takes on a local network.
    private static let usualExchange: Duration = .milliseconds(50)

    /// In the order of the run.
    package let lines: [Line]

    /// - Parameter timeout: how long one exchange may take.
    package init(
        interactions: [Interaction], scenarios: [Scenario], library: ContractLibrary, profile: Profile, timeout: Duration = .seconds(30)
    ) {
        let preview = RunPreview(interactions: interactions, scenarios: scenarios, library: library, profile: profile)
        let calls = Dictionary(interactions.map { ($0.fullID, $0) }) { first, _ in first }
        let stories = Dictionary(scenarios.map { ($0.id, $0) }) { first, _ in first }
        lines = preview.lines.map { line in
            let cost =
                calls[line.id].map { Self.cost(of: $0, profile) } ?? stories[line.id].map { Self.cost(of: $0, library, profile) }
                ?? .nothing
            let budget = stories[line.id]?.budget
            return Line(
                id: line.id, title: calls[line.id]?.title ?? stories[line.id]?.title ?? "", effects: line.effects,
                requirements: line.requirements, requests: cost.requests, writes: cost.writes,
                tools: (stories[line.id]?.tools ?? []).map(\.rawValue).sorted(), expected: Self.usualExchange * cost.requests,
                longest: budget.map { $0 + $0 } ?? timeout * cost.requests, omission: line.omission)
        }
    }

    /// What would run.
    package var running: [Line] { lines.filter { $0.omission == nil } }

    /// The sums over what would run.
    package var total: (requests: Int, writes: Int, expected: Duration, longest: Duration) {
        running.reduce((0, 0, .zero, .zero)) { sum, line in
            (sum.0 + line.requests, sum.1 + line.writes, sum.2 + line.expected, sum.3 + line.longest)
        }
    }

    /// For machines.
    package var node: Node {
        let total = total
        return .object([
            ("schema_version", 1), ("cases", .array(lines.map(Self.node))), ("running", .integer(running.count)),
            ("requests", .integer(total.requests)), ("writes", .integer(total.writes)),
            ("expected_seconds", .integer(Int(total.expected.components.seconds))),
            ("longest_seconds", .integer(Int(total.longest.components.seconds))),
            ("requirements", .array(Set(running.flatMap(\.requirements).map(\.id)).sorted().map { .string($0.description) })),
        ])
    }

    private static func node(_ line: Line) -> Node {
        .object([
            ("id", .string(line.id)), ("title", .string(line.title)), ("effects", .string(line.effects.rawValue)),
            ("requirements", .array(line.requirements.map { .string($0.id.description) })), ("requests", .integer(line.requests)),
            ("writes", .integer(line.writes)), ("tools", .array(line.tools.map { .string($0) })),
            ("not_run", line.omission.map { .string($0) } ?? .null),
        ])
    }

    private struct Cost {
        var requests = 0
        var writes = 0

        static let nothing = Cost()

        mutating func add(_ count: Int, isWriting: Bool) {
            requests += count
            if isWriting { writes += count }
        }
    }

    private static func cost(of interaction: Interaction, _ profile: Profile) -> Cost {
        var cost = Cost()
        guard let request = interaction.request else { return cost }
        if case .url = profile.states { cost.add(interaction.given.count, isWriting: true) }
        let probes = NegativeProbe.probes(for: interaction, identity: profile.identity(interaction.identity)).count
        let repetitions = request.signature?.fault == .replayed ? 1 : 0
        cost.add(1 + repetitions + probes, isWriting: !ProductionGuard.readingMethods.contains(request.method))
        if let audit = interaction.response?.audit { cost.add(audit.checkpoint == nil ? 1 : 2, isWriting: false) }
        return cost
    }

    /// Every call that a step names, once; how often a step waits and asks again nobody knows beforehand.
    private static func cost(of scenario: Scenario, _ library: ContractLibrary, _ profile: Profile) -> Cost {
        var cost = Cost()
        for step in scenario.allSteps {
            for interaction in step.interactions.compactMap(library.interaction) {
                guard let request = interaction.request else { continue }
                if case .url = profile.states { cost.add(interaction.given.count, isWriting: true) }
                cost.add(1, isWriting: !ProductionGuard.readingMethods.contains(request.method))
            }
            for method in step.ownMethods { cost.add(1, isWriting: !ProductionGuard.readingMethods.contains(method)) }
            cost.add(step.tools.count, isWriting: true)
        }
        return cost
    }
}
