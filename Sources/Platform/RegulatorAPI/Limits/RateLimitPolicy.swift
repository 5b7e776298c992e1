/// How many requests one client may make within a window of time.
package struct RateLimitPolicy: Sendable, Hashable {
    /// 1 or more.
    package let requests: Int
    /// Whole seconds, 1 or more.
    package let seconds: Int

    /// Nil unless both are 1 or more.
    package init?(requests: Int, seconds: Int) {
        guard requests >= 1, seconds >= 1 else { return nil }
        self.requests = requests
        self.seconds = seconds
    }

    private init(known requests: Int, _ seconds: Int) {
        self.requests = requests
        self.seconds = seconds
    }

    /// 100 requests a second over a minute.
    package static let standard = RateLimitPolicy(known: 6000, 60)

    /// Many times as many requests in the same time.
    func times(_ factor: Int) -> RateLimitPolicy {
        let (product, overflows) = requests.multipliedReportingOverflow(by: factor)
        return RateLimitPolicy(known: overflows ? .max : product, seconds)
    }

    /// A part of as many requests in the same time, 1 or more.
    func divided(by divisor: Int) -> RateLimitPolicy { RateLimitPolicy(known: max(1, requests / divisor), seconds) }

    /// Of a resource whose allowance a state of the sandbox has used up.
    static let usedUp = RateLimitPolicy(known: 1, 60)
}
