import Contracts
import Documents
import Results
import Transport
import Verification

/// Everything the runner says about cases, in one place.
extension Finding {
    /// An exchange that the contract demands did not take place: the subject's failure.
    static func exchangeFailed(_ failure: Attempt.Failure, _ requirements: [RequirementReference], source: SourceLocation?) -> Finding {
        Finding(
            code: "exchange.failed", severity: requirements.severity, message: "no answer came: \(failure.message)",
            requirements: requirements.map(\.id), source: source, expected: "an answer", actual: failure.code.rawValue,
            remedy: remedy(of: failure.code))
    }

    private static func remedy(of code: TransportError.Code) -> String {
        switch code {
        case .couldNotResolve, .couldNotConnect: "see whether the subject still runs; it answered when the run began"
        case .tlsFailed: "the subject refused the certificate, or showed one that the profile's `trust` does not cover"
        case .timedOut: "see in the subject's log what it was doing for so long; `--timeout` sets how long is waited"
        case .connectionLost: "see in the subject's log why it closed the connection"
        case .bodyTooLarge: "the answer is larger than any that is accepted; page it"
        case .protocolViolation: "what came is not HTTP: see what listens at this address"
        case .refusedForNow: "run it again later: the server is busy or full"
        case .refusedForGood: "see in the server's log why it refuses: login, right to write, recipient"
        case .hostKeyRefused: "see that the address is the right one, then agree on the digest of its host key"
        case .fileDiffers: "find out who put the other file there; a name is used once"
        case .cancelled: "run it again without interruption"
        case .unsupported: "the contract makes a request that cannot be sent; mend its method, URL or fields"
        }
    }

    /// Profile or environment do not give what a case needs.
    static func runError(_ error: RunError, source: SourceLocation? = nil) -> Finding {
        Finding(code: "preflight.\(error.code.rawValue)", message: error.message, source: source, remedy: error.remedy)
    }

    /// The subject failed at something it did before: a token, a state.
    static func subjectError(_ error: RunError, _ requirements: [RequirementReference], source: SourceLocation?) -> Finding {
        Finding(
            code: "exchange.\(error.code.rawValue)", severity: requirements.severity, message: error.message,
            requirements: requirements.map(\.id), source: source, remedy: error.remedy)
    }

    static func negativeAccepted(
        _ probe: String, status: Int, wanted: String, _ requirements: [RequirementReference], source: SourceLocation
    )
        -> Finding
    {
        Finding(
            code: "negative.accepted", severity: requirements.severity, message: "a request \(probe) was answered \(status)",
            requirements: requirements.map(\.id), source: source, place: "status", expected: wanted, actual: "\(status)",
            remedy: "refuse it before anything else is looked at")
    }

    static func negativeBroke(
        _ probe: String, _ actual: String, wanted: String, _ requirements: [RequirementReference], source: SourceLocation
    )
        -> Finding
    {
        Finding(
            code: "negative.not-refused", severity: requirements.severity,
            message: "a request \(probe) was not refused but broke the exchange: \(actual)", requirements: requirements.map(\.id),
            source: source, expected: wanted, actual: actual, remedy: "answer it with a refusal instead of failing on it")
    }

    static func nothingChecked(_ id: String, source: SourceLocation?) -> Finding {
        Finding(
            code: "harness.nothing-checked", message: "the case `\(id)` ran and made no check", source: source,
            expected: "one check at least",
            actual: "none", remedy: "report this as a fault of Assay, with the contract")
    }

    static func captureMissing(_ name: String, _ problem: CaptureProblem, _ requirements: [RequirementReference], source: SourceLocation)
        -> Finding
    {
        Finding(
            code: "scenario.capture-missing", severity: .error, message: "`\(name)` could not be captured",
            requirements: requirements.map(\.id),
            source: source, place: problem.place, expected: problem.expected, actual: problem.actual,
            remedy: "see the message that the subject sent; the steps after this one need the value")
    }

    static func captureTwice(_ name: String, first: SourceLocation, source: SourceLocation) -> Finding {
        Finding(
            code: "scenario.captured-twice", message: "`\(name)` was captured before, at \(first.reference)", source: source,
            remedy: "give each capture its own name")
    }

    static func nothingToCapture(_ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "scenario.nothing-to-capture", message: "no step before this one has exchanged anything",
            requirements: requirements.map(\.id),
            source: source, remedy: "put the step behind a `call`, `await` or `expect_callback`")
    }

    static func nothingToAudit(_ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "scenario.nothing-to-audit", message: "no answered call before this step must be in the log",
            requirements: requirements.map(\.id), source: source,
            remedy: "call an interaction whose contract has `audit` in its response, before this step")
    }

    static func callbackMissing(
        _ id: String, expected: Int, actual: Int, others: Int, within: Duration, _ requirements: [RequirementReference],
        source: SourceLocation
    ) -> Finding {
        let noise = others > 0 ? "; \(others) other request\(others == 1 ? "" : "s") came that do not match" : ""
        return Finding(
            code: "callback.missing", severity: requirements.severity,
            message: "\(actual) of \(expected) callbacks \(id) came within \(DurationText.text(within))\(noise)",
            requirements: requirements.map(\.id), source: source, place: "the inbox", expected: "\(expected)", actual: "\(actual)",
            remedy: "see whether the subject tried to send it, and whether it reaches the inbox's address and trusts its certificate")
    }

    static func callbackUnexpected(
        _ count: Int, during: Duration, _ requirements: [RequirementReference], source: SourceLocation
    ) -> Finding {
        Finding(
            code: "callback.unexpected", severity: requirements.severity,
            message: "\(count) request\(count == 1 ? "" : "s") came to the inbox though none was to come for \(DurationText.text(during))",
            requirements: requirements.map(\.id), source: source, place: "the inbox", expected: "nothing", actual: "\(count)",
            remedy: "see why the subject sends what nobody asked for, or what was acknowledged already")
    }

    static func callRetried(_ attempt: Attempt, _ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        let actual =
            switch attempt {
            case .answered(let exchange): "status \(exchange.response.status)"
            case .failed(let failure): failure.message
            }
        return Finding(
            code: "call.retried", severity: .warning, message: "the request had to be made again: \(actual)",
            requirements: requirements.map(\.id), source: source, actual: actual,
            remedy: "see in the subject's log why it did not answer the first time")
    }

    static func keysUnchanged(_ within: Duration, _ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "rotate.same-keys", severity: requirements.severity,
            message: "the published keys are still the same after \(DurationText.text(within))", requirements: requirements.map(\.id),
            source: source, place: "the key set", expected: "another key", actual: "the keys of before",
            remedy: "publish the new key as soon as it is made")
    }

    static func oldKeysGone(_ keyIDs: [String], _ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "rotate.old-key-gone", severity: requirements.severity,
            message: "the key that was exchanged is not published any more, and what it signed just before cannot be verified",
            requirements: requirements.map(\.id), source: source, place: "the key set",
            expected: "the keys of before beside the new one", actual: "without \(keyIDs.joined(separator: ", "))",
            remedy: "publish a retired key until the last thing that it signed has ended")
    }

    static func notBackAfterRestart(_ within: Duration, _ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "restart.not-back", severity: requirements.severity,
            message: "the subject does not answer \(DurationText.text(within)) after it was started again",
            requirements: requirements.map(\.id), source: source, expected: "an answer", actual: "none",
            remedy: "see in the subject's log what its start waits for")
    }

    static func comparisonFailed(
        _ claim: String, _ difference: NodeComparison.Difference, _ requirements: [RequirementReference], source: SourceLocation
    ) -> Finding {
        Finding(
            code: "compare.different", severity: requirements.severity, message: "not so: \(claim)", requirements: requirements.map(\.id),
            source: source, place: difference.path, expected: difference.left, actual: difference.right,
            remedy: "compare the exchanges that the two values came from")
    }

    static func awaitFailed(place: String, _ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "await.failed", severity: requirements.severity, message: "the answer says that what is waited for will not come",
            requirements: requirements.map(\.id), source: source, place: place, remedy: "see in the subject's log why it gave up")
    }

    static func awaitTimedOut(
        _ within: Duration, _ miss: MatcherJudge.Miss?, _ requirements: [RequirementReference], source: SourceLocation
    )
        -> Finding
    {
        Finding(
            code: "await.timed-out", severity: requirements.severity,
            message: "what is waited for did not come within \(DurationText.text(within))", requirements: requirements.map(\.id),
            source: source, place: miss?.path, expected: miss?.expected, actual: miss?.actual,
            remedy: "see what the subject is still busy with")
    }

    static func assertionFailed(_ claim: String, _ miss: MatcherJudge.Miss, _ requirements: [RequirementReference], source: SourceLocation)
        -> Finding
    {
        Finding(
            code: "assert.failed", severity: requirements.severity, message: "not so: \(claim)", requirements: requirements.map(\.id),
            source: source, place: miss.path, expected: miss.expected, actual: miss.actual,
            remedy: "compare the exchanges that the two values came from")
    }

    static func notRefused(expected: String, actual: String, _ requirements: [RequirementReference], source: SourceLocation) -> Finding {
        Finding(
            code: "call.not-refused", severity: requirements.severity, message: "the request had to be refused",
            requirements: requirements.map(\.id), source: source, place: "status", expected: expected, actual: actual,
            remedy: "refuse this caller before anything is looked at")
    }

    static func overBudget(_ budget: Duration, _ elapsed: Duration, _ requirements: [RequirementReference], source: SourceLocation)
        -> Finding
    {
        Finding(
            code: "scenario.over-budget", severity: requirements.severity, message: "the scenario took longer than its budget",
            requirements: requirements.map(\.id), source: source, expected: "at most \(DurationText.text(budget))",
            actual: DurationText.text(elapsed), remedy: "see which exchange took long, or widen `budget`")
    }
}

extension [RequirementReference] {
    /// What a miss weighs: the strongest obligation decides, and without any it is a must.
    var severity: Severity {
        if isEmpty || contains(where: { $0.obligation == .must }) { return .error }
        return contains { $0.obligation == .should } ? .warning : .note
    }
}

extension RunError {
    static func unknownInteraction(_ id: String) -> RunError {
        RunError(
            .interactionUnknown, "there is no interaction `\(id)` among the contracts of this run",
            remedy: "include the contract that holds it in the paths")
    }

    /// Whether the subject, and not the profile, is to blame once the preflight has passed.
    var isSubjects: Bool {
        switch code {
        case .unreachable, .tokenRefused, .tokenMalformed, .stateFailed, .keysUnavailable: true
        case .toolFailed, .secretUnreadable, .keyMalformed, .identityUnknown, .signingKeyMissing, .assertionMissing, .variableUnknown,
            .notSignable,
            .interactionUnknown, .destinationForeign:
            false
        }
    }
}
