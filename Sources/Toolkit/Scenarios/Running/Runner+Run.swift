import Contracts
import Documents
package import Results
import Verification

extension Runner {
    /// Runs everything and returns what happened.
    ///
    /// Cancelling the task interrupts the run: what is under way ends where it stands, teardowns run to their end, and the record is
    /// returned with `isInterrupted`.
    /// - Parameter progress: called from any task, one event at a time per case.
    package func run(progress: @escaping @Sendable (RunProgress) -> Void = { _ in }) async -> RunRecord {
        let session = makeSession(progress: progress)
        let plan = Plan(
            interactions: interactions, scenarios: scenarios, library: library, profile: profile, media: inboxes.media)
        let startedAt = clock.now()
        progress(.planned(cases: plan.cases.count - plan.omissions.count, notRun: plan.omissions.count))
        // Content that cannot be judged by is as good a reason not to begin as a subject that does not answer.
        var failures = session.verifier.findings
        if failures.isEmpty, plan.omissions.count < plan.cases.count {
            failures = await Preflight(session: session, identities: plan.identities).failures()
        }
        let outcome: Outcome
        if Task.isCancelled {
            failures = []
            outcome = omitting(plan, reason: "the run was interrupted before", interruption: .cancelled)
        } else if failures.isEmpty {
            outcome = await execute(plan, session)
        } else {
            outcome = omitting(plan, reason: "the subject could not be tested", interruption: nil)
        }
        await shieldedFromCancellation { await session.mailboxes.closeAll() }
        return RunRecord(
            subject: RunRecord.Subject(
                name: profile.name, baseURL: profile.platform.baseURL, environment: profile.environment.rawValue,
                capabilities: profile.capabilities.sorted()),
            startedAt: startedAt.description, endedAt: clock.now().description, seed: options.seed,
            selection: options.selection + (profile.dialect.map { ["dialect \($0.id)"] } ?? [])
                + (profile.grant.map { ["grant by \($0.grantedBy)"] } ?? [])
                + (options.mischief.rules.isEmpty ? [] : ["mischief \(options.mischief.description)"]),
            cases: outcome.cases, exchanges: session.channel.journal.records,
            preflightFailures: failures + session.troubles.preflight,
            harnessFaults: session.troubles.harness,
            isInterrupted: outcome.interruption == .cancelled || outcome.interruption == .deadline, contentDigests: contentDigests)
    }

    /// Every case of the plan as not run.
    private func omitting(_ plan: Plan, reason: String, interruption: RunInterruption?) -> Outcome {
        let omission = PlannedCase.Omission(reason: reason, isNotApplicable: false)
        let cases = plan.cases.enumerated().map { position, planned in
            planned.record(omitted: plan.omissions[position] ?? omission, again: options.again?(planned.id))
        }
        return Outcome(cases: cases, interruption: interruption)
    }

    /// What all cases of one run share, made anew.
    func makeSession(progress: @escaping @Sendable (RunProgress) -> Void) -> Session {
        let channel = Channel(exchanger: exchanger, journal: Journal(), clock: clock, timeout: options.timeout, progress: progress)
        let tokens = TokenEndpoint(channel: channel, clock: clock, makeIdentifier: makeIdentifier)
        let session = Session(
            profile: profile, library: library, verifier: Verifier(library: library), options: options, inboxes: inboxes, clock: clock,
            makeIdentifier: makeIdentifier, progress: progress, channel: channel, secrets: secrets,
            identities: IdentityProvider(profile: profile, secrets: secrets, tokens: tokens, clock: clock),
            keys: KeyDirectory(source: profile.platform.jwks, secrets: secrets, channel: channel), logKey: LogKey(), troubles: Troubles(),
            mailboxes: Mailboxes(inboxes))
        options.virtualClock?.bind { amount in
            let trace = session.channel.trace(named: "clock")
            defer { trace.seal() }
            do throws(RunError) {
                try await session.tools.use(
                    .clock, ["seconds": .integer(Int(amount.components.seconds)), "duration": .string("PT\(amount.components.seconds)S")],
                    trace: trace)
                await session.identities.forgetTokens()
                return true
            } catch {
                session.troubles.reportPreflight(.runError(error))
                return false
            }
        }
        return session
    }

    /// Every file that decided the run, sorted by path.
    private var contentDigests: [RunRecord.ContentDigestEntry] {
        var digests = library.files.mapValues(Digest.hex)
        if let grant = profile.grant { digests[grant.file] = grant.digest }
        if let dialect = profile.dialect { digests[dialect.file] = dialect.digest }
        for scenario in scenarios where !scenario.file.isEmpty { digests[scenario.file] = scenario.digest }
        return digests.map { RunRecord.ContentDigestEntry(path: $0, sha256: $1) }.sorted { $0.path < $1.path }
    }
}
