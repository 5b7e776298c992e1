/// What an attempt showed of the endpoint that it was to reach.
package enum EndpointReport: Sendable, Hashable {
    /// It answered: it took the message over, or said that it wants no more.
    case answered
    /// It did not answer, or not with what a working endpoint answers.
    case failed
    /// Nothing was sent to it.
    case untouched
}

extension DeliveryOutcome {
    /// What the attempt showed of the endpoint.
    package var report: EndpointReport {
        switch self {
        case .acknowledged, .refusedForGood: .answered
        case .refused: .failed
        }
    }
}
