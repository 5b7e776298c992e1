/// What a run says of its subject.
package enum Verdict: String, Sendable, CaseIterable {
    case conformant = "Conformant"
    case conformantWithFindings = "Conformant with findings"
    case notFullyVerified = "Not fully verified"
    case nonConformant = "Non-conformant"
    case invalidRun = "Invalid run"
}

/// The process exit codes: a contract with whoever scripts the command.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case satisfied = 0
    case checkFailed = 1
    case usage = 2
    case invalidFile = 3
    case preflightFailed = 4
    case nothingRan = 5
    case notFullyVerified = 6
    case staleBaseline = 7
    /// The command itself could not go on: the runner is at fault, or what a served platform lies on has failed.
    case harnessFault = 8
    case deadline = 9
    case signatureFailed = 10
    case refusedByGuard = 11
    case interrupted = 130
    case terminated = 143
}
