import HTTPTypes
package import Transport

/// What became of one attempt to deliver.
package enum DeliveryOutcome: Sendable, Hashable {
    /// 2xx.
    case acknowledged(status: Int)
    /// To be tried again, not before `retryAfter` if the receiver named one.
    case refused(reason: String, retryAfter: Duration?)
    /// The receiver wants no more: 410.
    case gone
}

extension DeliveryOutcome {
    /// Redirects are refusals: a delivery goes where it was registered and nowhere else.
    package init(_ response: IncomingResponse) {
        switch response.status {
        case 200..<300: self = .acknowledged(status: response.status)
        case 410: self = .gone
        default:
            let seconds = response.fields[.retryAfter].flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
            self = .refused(reason: "the receiver answered \(response.status)", retryAfter: seconds.map { .seconds(min($0, 86_400)) })
        }
    }
}
