import HTTPTypes
import Transport

/// When a request is sent once more, and after how long.
///
/// Only what the store itself says can be asked again is: it was too busy (429, 500, 502, 503, 504), or somebody else wrote at that moment (409
/// `ConditionalRequestConflict`, `OperationAborted`). A connection that broke is the caller's to judge.
package struct RetryRule: Sendable {
    /// How often a request is sent at most, the first time included; at least 1.
    package let attempts: Int
    /// After the first answer; doubled after each further one.
    package let first: Duration
    /// No pause is longer, whatever the store asks for.
    package let longest: Duration
    /// A number of 0 to 1, by which pauses are spread between a half and the whole, so that many clients do not come back at once.
    private let spread: @Sendable () -> Double

    package init(
        attempts: Int = 5, first: Duration = .milliseconds(200), longest: Duration = .seconds(5), spread: @escaping @Sendable () -> Double
    ) {
        self.attempts = max(1, attempts)
        self.first = first
        self.longest = longest
        self.spread = spread
    }

    /// The pause before the next attempt; nil when there is to be none.
    /// - Parameter attempt: how often the request was sent, 1 and more.
    func pause(after attempt: Int, _ response: IncomingResponse) -> Duration? {
        guard attempt < attempts, RetryRule.isPassing(response) else { return nil }
        // As delay-seconds (RFC 9110 §10.2.3); a date there is not looked at.
        if let asked = response.fields[.retryAfter].flatMap({ Int64($0) }), asked >= 0 { return min(longest, .seconds(asked)) }
        let doubled = first * (1 << min(attempt - 1, 20))
        return min(longest, doubled) * (0.5 + min(max(spread(), 0), 1) / 2)
    }

    private static func isPassing(_ response: IncomingResponse) -> Bool {
        switch response.status {
        case 429, 500, 502, 503, 504: true
        case 400, 409: ["ConditionalRequestConflict", "OperationAborted", "SlowDown"].contains(ServiceRefusal(response).code)
        default: false
        }
    }
}
