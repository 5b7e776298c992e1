import Contracts
import Documents
import Results

extension Runner {
    /// What became of the cases of a plan.
    struct Outcome: Sendable {
        /// In the order of the plan.
        var cases: [CaseRecord]
        /// Nil when every case of the plan was started.
        var interruption: RunInterruption?
    }

    /// What a child task of the run ends with.
    private enum Event: Sendable {
        case ended(position: Int, CaseRecord)
        case deadlinePassed
        /// The watch over the deadline ended because the run did.
        case watchEnded
    }

    /// Runs at most `options.jobs` cases at a time, in the order of the plan, until all are done or something ends the run.
    func execute(_ plan: Plan, _ session: Session) async -> Outcome {
        var records: [Int: CaseRecord] = [:]
        for (position, omission) in plan.omissions {
            let planned = plan.cases[position]
            records[position] = planned.record(omitted: omission, again: options.again?(planned.id))
        }
        var waiting = plan.cases.indices.filter { plan.omissions[$0] == nil }[...]
        var interruption: RunInterruption?
        await withTaskGroup(of: Event.self) { group in
            if let deadline = options.deadline {
                group.addTask {
                    do { try await (options.virtualClock?.real ?? clock).sleep(deadline) } catch { return .watchEnded }
                    return .deadlinePassed
                }
            }
            var running = 0
            var isAlone = false
            /// Starts what may start now: a case that changes the subject for everybody waits until it is alone, and the others for it.
            func startNext() {
                guard interruption == nil, let next = waiting.first, running < options.jobs else { return }
                let runsAlone = plan.cases[next].runsAlone
                if running > 0, runsAlone || isAlone { return }
                guard let position = waiting.popFirst() else { return }
                isAlone = runsAlone
                running += 1
                group.addTask { .ended(position: position, await perform(plan.cases[position], session)) }
            }
            for _ in 0..<options.jobs { startNext() }
            while running > 0, let event = await group.next() {
                switch event {
                case .ended(let position, let record):
                    running -= 1
                    records[position] = record
                    session.progress(.caseEnded(record))
                    if Task.isCancelled { interrupt(.cancelled) }
                    if options.failsFast, record.checks.contains(where: { $0.outcome == .failed }) { interrupt(.failure) }
                    for _ in 0..<options.jobs { startNext() }
                case .deadlinePassed:
                    interrupt(.deadline)
                    group.cancelAll()
                case .watchEnded: if Task.isCancelled { interrupt(.cancelled) }
                }
            }
            group.cancelAll()
        }
        func interrupt(_ cause: RunInterruption) {
            guard interruption == nil else { return }
            interruption = cause
            session.progress(.interrupted(cause))
        }
        // Fail-fast after the last case has cut nothing short.
        if interruption == .failure, waiting.isEmpty { interruption = nil }
        for position in waiting {
            let planned = plan.cases[position]
            let omission = PlannedCase.Omission(reason: Self.reason(of: interruption), isNotApplicable: false)
            records[position] = planned.record(omitted: omission, again: options.again?(planned.id))
        }
        return Outcome(cases: plan.cases.indices.compactMap { records[$0] }, interruption: interruption)
    }

    private static func reason(of interruption: RunInterruption?) -> String {
        switch interruption {
        case .deadline: "the deadline of the run passed before"
        case .failure: "the run stopped after the first failure"
        case .cancelled, nil: "the run was interrupted before"
        }
    }

    /// Runs one case and seals its exchanges.
    private func perform(_ planned: PlannedCase, _ session: Session) async -> CaseRecord {
        if let lapse = ProductionGuard.lapse(of: planned, library: library, profile: profile, now: clock.now()) {
            return planned.record(omitted: PlannedCase.Omission(reason: lapse, isNotApplicable: false), again: options.again?(planned.id))
        }
        session.progress(.caseStarted(id: planned.id, title: planned.title))
        let trace = session.channel.trace(named: planned.id)
        let start = clock.uptime()
        var record = planned.record(again: options.again?(planned.id))
        switch planned {
        case .interaction(let interaction):
            record.checks = await InteractionCase(session: session, interaction: interaction).checks(trace: trace)
        case .scenario(let scenario):
            record.checks = await ScenarioCase(session: session, scenario: scenario).checks(trace: trace)
        }
        if record.checks.isEmpty { session.troubles.reportHarness(.nothingChecked(planned.id, source: record.source)) }
        let redactor = trace.redactor
        record.checks = record.checks.map(redactor.check)
        trace.seal()
        record.elapsedMilliseconds = (clock.uptime() - start).milliseconds
        return record
    }
}
