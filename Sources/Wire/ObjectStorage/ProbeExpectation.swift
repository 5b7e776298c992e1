import Transport

/// What a probe must be answered.
enum ProbeExpectation {
    case success
    /// A refusal by one of these statuses. Others say that the probe did not get as far as what it asks about.
    case refusal([Int])

    /// Of a lock: 403 in S3; some stores call it a bad request or a conflict.
    static let lockRefusal = ProbeExpectation.refusal([403, 400, 409])

    /// What an answer shows, and the answer in one line.
    func judgement(of response: IncomingResponse) -> (outcome: CheckResult.Outcome, seen: String) {
        let isSuccess = (200..<300).contains(response.status)
        let refusal = ServiceRefusal(response)
        let seen = isSuccess ? "\(response.status)" : refusal.description
        return switch self {
        case .success where isSuccess: (.enforced, seen)
        // A missing permission and a store that is out of order say nothing of what it would do.
        case .success where [401, 403, 429].contains(response.status) || response.status >= 500: (.notMade, seen)
        case .success: (.notEnforced, seen)
        case .refusal(let statuses) where statuses.contains(response.status): (.enforced, refusal.name)
        case .refusal where isSuccess: (.notEnforced, "\(seen), as if it were allowed")
        case .refusal: (.notMade, seen)
        }
    }
}
