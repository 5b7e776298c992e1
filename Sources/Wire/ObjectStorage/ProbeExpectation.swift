import Transport

/// What a probe must be answered.
enum ProbeExpectation {
    case success
    /// A refusal by one of these statuses and, where one is named, for this reason. Others say that the probe did not get as far as what it
    /// asks about.
    case refusal([Int], reason: StorageError.Code? = nil)

    /// Of a lock: 403 in S3; some stores call it a bad request or a conflict.
    static let lockRefusal = ProbeExpectation.refusal([403, 400, 409])

    /// Refusals that say nothing of what was asked: credentials that ended meanwhile, a store that is busy, somebody else who writes there.
    private static let beside: [StorageError.Code] = [.signatureRefused, .busy, .conflict, .elsewhere]

    /// What an answer shows, and the answer in one line.
    func judgement(of response: IncomingResponse) -> (outcome: CheckResult.Outcome, seen: String) {
        if (200..<300).contains(response.status) {
            switch self {
            case .success: return (.enforced, "\(response.status)")
            case .refusal: return (.notEnforced, "\(response.status), as if it were allowed")
            }
        }
        let refusal = ServiceRefusal(response)
        let meaning = StorageError.Code(refusal, hasKey: true)
        if Self.beside.contains(meaning) { return (.notMade, refusal.description) }
        return switch self {
        // A missing permission and a store that is out of order say nothing of what it would do.
        case .success: (meaning == .accessDenied || response.status >= 500 ? .notMade : .notEnforced, refusal.description)
        case .refusal(let statuses, let reason) where statuses.contains(response.status) && (reason ?? meaning) == meaning:
            (.enforced, refusal.name)
        case .refusal: (.notMade, refusal.description)
        }
    }
}
