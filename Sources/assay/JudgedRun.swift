import Conformance
import Contracts
import Documents
import Foundation
import MessageSignatures
import Results
import Scenarios
import Simulator
import Synchronization

/// One judging run from plan to report: what `verify`, `run` and `demo` have in common.
struct JudgedRun {
    let profile: Profile
    let library: ContractLibrary
    let interactions: [Interaction]
    let scenarios: [Scenario]
    let catalogue: RequirementCatalogue
    let selectedRequirements: [RequirementID]
    let selection: [String]
    /// How the case of an id is repeated alone.
    let again: @Sendable (String) -> String
    let execution: ExecutionOptions
    /// A recorded session that is played in place of cases.
    var replay: (recording: Recording, speed: ReplaySpeed)?
    /// Where the exchanges are written as HAR.
    var record: String?
    /// What of the run is played again at its end.
    var rehearsal: Rehearsal?
    /// Which part of a divided run this is.
    var shard: RunShard?

    /// Runs, writes the bundle and the views, prints the result, and returns the exit code.
    func perform() async throws -> ExitStatus {
        if execution.dryRun { return plan() }
        try refuseInProduction()
        let secrets = SecretStore(environment: ProcessInfo.processInfo.environment)
        let exchanger: HTTPExchanger
        do { exchanger = try HTTPExchanger(profile: profile, secrets: secrets) } catch {
            throw EarlyExit(.preflightFailed, "\(error)")
        }
        defer { exchanger.close() }
        let virtualClock = execution.clock == .virtual ? VirtualClock() : nil
        let (record, reachedDeadline) = try await run(exchanger, secrets, virtualClock)
        if let path = self.record {
            let har = HARWriter().document(
                of: record.exchanges, creator: ("assay", ToolVersion.text), baseURL: profile.platform.baseURL)
            SimulateCommand.write(har, to: path)
        }
        let report = try IssuedReport(
            role: execution.role, signingKey: execution.signingKey, outputDir: execution.outputDir
        ).write(record, catalogue: catalogue)
        try write(execution.views(), of: report)
        if reachedDeadline { return .deadline }
        return report.summary.exitStatus == .interrupted ? Interruption.status(or: .interrupted) : report.summary.exitStatus
    }

    /// Views to their files; the text to standard output unless a view is wanted there.
    private func write(_ views: [(kind: ReportViewKind, path: String?)], of report: ConformanceReport) throws {
        var isTextWanted = true
        for (kind, path) in views {
            let bytes = ReportView.bytes(kind, of: report)
            guard let path else {
                isTextWanted = false
                Console.result(String(decoding: bytes, as: UTF8.self))
                continue
            }
            do { try Data(bytes).write(to: URL(filePath: path)) } catch {
                throw EarlyExit(.usage, "--reporter \(kind.rawValue)=\(path): the file cannot be written")
            }
        }
        if isTextWanted { ResultPrinter(report: report, isQuiet: execution.quiet).print(bundle: execution.outputDir + "/report") }
    }

    /// Ends with 11, before anything is sent, what would do more to a platform in production than read, and is no case of the plan.
    private func refuseInProduction() throws {
        guard profile.environment == .production else { return }
        if execution.clock == .virtual {
            throw EarlyExit(.refusedByGuard, "--clock virtual moves the platform's clock: not in production; drop it, or test a sandbox")
        }
        if replay != nil {
            throw EarlyExit(.refusedByGuard, "--replay sends again whatever was recorded: not in production; play it against a sandbox")
        }
    }

    /// Runs beside an inbox when the profile says where callbacks can arrive.
    private func run(
        _ exchanger: HTTPExchanger, _ secrets: SecretStore, _ virtualClock: VirtualClock?
    ) async throws -> (RunRecord, Bool) {
        if execution.clock == .virtual, profile.tools[.clock] == nil {
            throw EarlyExit(.usage, "--clock virtual moves the platform's clock: name it in `tools: clock` of the profile")
        }
        let clock = virtualClock?.runClock ?? RunClock.movable()
        // Files are looked for in real time, and dated by the run's.
        let watching = RunClock(now: clock.now, uptime: RunClock.system.uptime, sleep: RunClock.system.sleep)
        let files = profile.drops.folder.map { FileDrop(folder: $0, clock: watching) }
        guard let callbacks = profile.callbacks else {
            guard let files else { return await run(exchanger, secrets, inbox: nil, files: nil, clock, virtualClock) }
            return try await Alongside.run { (ready: @escaping @Sendable (()) -> Void) in
                ready(())
                await files.run()
            } body: { _ in
                await run(exchanger, secrets, inbox: nil, files: files, clock, virtualClock)
            }
        }
        let inbox: CallbackInbox
        let configuration: InboxConfiguration
        do {
            configuration = try InboxConfiguration(callbacks, secrets: secrets)
            inbox = try CallbackInbox(configuration, clock: clock)
        } catch {
            throw EarlyExit(.preflightFailed, "the inbox for callbacks could not be made: \(error)")
        }
        if profile.drops.mail != nil, configuration.tls == nil {
            Console.note("no mail is taken: mail comes over TLS, so `callbacks` of the profile needs a certificate and key")
        }
        let mail = configuration.tls == nil ? nil : profile.drops.mail.map { MailInbox(address: $0, clock: clock) }
        return try await Alongside.run { ready in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let (opens, opened) = AsyncStream.makeStream(of: Never.self)
                if let mail, let tls = configuration.tls {
                    group.addTask { try await MailInbox.serving(tls, ready: { _ in opened.finish() })(mail) }
                } else {
                    opened.finish()
                }
                group.addTask {
                    for await _ in opens {}
                    try await inbox.run { ready(()) }
                }
                if let files { group.addTask { await files.run() } }
                for try await _ in group {}
            }
        } body: { _ in
            await run(exchanger, secrets, inbox: inbox, mail: mail, files: files, clock, virtualClock)
        }
    }

    private func run(
        _ exchanger: any Exchanger, _ secrets: SecretStore, inbox: CallbackInbox?, mail: MailInbox? = nil, files: FileDrop?,
        _ clock: RunClock, _ virtualClock: VirtualClock?
    ) async -> (RunRecord, Bool) {
        let isTolerated = scenarios.contains(where: \.toleratesMischief)
        let mischief = execution.mischief == nil && !isTolerated ? MischiefPlan.none : execution.mischiefPlan
        if !mischief.rules.isEmpty, !execution.quiet { Console.note("mischief is on: \(mischief.description)") }
        let options = RunOptions(
            seed: execution.seed, jobs: execution.jobs, timeout: .seconds(execution.timeout),
            deadline: execution.deadline.map { .seconds($0) }, failsFast: execution.failFast, virtualClock: virtualClock,
            mischief: mischief, selection: selection,
            again: again)
        // Low mischief stays with the inboxes of scenarios that say they live with it; what was asked for by name meets every request.
        let exchanger: any Exchanger =
            execution.mischief == nil || execution.mischief == "low" || mischief.rules.isEmpty
            ? exchanger : MischiefExchanger(exchanger, plan: mischief)
        let runner = Runner(
            profile: profile, library: library, interactions: interactions, scenarios: scenarios, options: options, inbox: inbox,
            mail: mail, files: files,
            exchanger: exchanger, secrets: secrets, clock: clock, makeIdentifier: { UUID().uuidString.lowercased() })
        let progress = ProgressPrinter(isQuiet: execution.quiet, isVerbose: execution.verbose)
        let reachedDeadline = Mutex(false)
        let show: @Sendable (RunProgress) -> Void = { event in
            if case .interrupted(.deadline) = event { reachedDeadline.withLock { $0 = true } }
            progress.show(event)
        }
        var record =
            if let replay { await runner.replay(replay.recording, speed: replay.speed, progress: show) } else {
                await runner.run(progress: show)
            }
        if let rehearsal {
            record = await rehearsal.replayed(after: record, by: runner, baseURL: profile.platform.baseURL, progress: show)
        }
        progress.finish()
        record.selectedRequirements = selectedRequirements
        record.shard = shard
        return (record, reachedDeadline.withLock { $0 })
    }

    /// Prints what would run; with a profile also what would be left out under it, and why.
    private func plan() -> ExitStatus {
        if !profile.file.isEmpty {
            let lines = RunPreview(interactions: interactions, scenarios: scenarios, library: library, profile: profile).lines
            for line in lines {
                let ids = line.requirements.map(\.id.description).joined(separator: " ")
                Console.result("\(line.id)  \(line.effects.rawValue)  \(ids)" + (line.omission.map { "  not run: \($0)" } ?? ""))
            }
            let running = lines.count { $0.omission == nil }
            Console.result("\(running) of \(lines.count) cases would run")
            return running == 0 ? .nothingRan : .satisfied
        }
        for interaction in interactions {
            let ids = interaction.requirements.map(\.id.description).joined(separator: " ")
            Console.result("\(interaction.fullID)  \(interaction.effects.rawValue)  as \(interaction.identity)  \(ids)")
        }
        for scenario in scenarios {
            let ids = scenario.requirements.map(\.id.description).joined(separator: " ")
            Console.result("\(scenario.id)  \(scenario.effects.rawValue)  \(ids)")
        }
        Console.result("\(interactions.count) interactions, \(scenarios.count) scenarios would run")
        return interactions.isEmpty && scenarios.isEmpty ? .nothingRan : .satisfied
    }
}
