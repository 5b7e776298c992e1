import HTTPTypes
import ServerKit

/// Refusals of origins.
extension Problem {
    static let tooManyOrigins = Problem(
        status: 409, code: "too-many-origins", title: "The client has as many origins as it may have",
        detail: "A client registers \(OriginDesk.originLimit) origins at most: take one away first.")

    static func originKnown(_ origin: String, as id: String) -> Problem {
        Problem(
            status: 409, code: "origin-known", title: "The client has this origin under another id",
            detail: "\(origin) is registered as \(id): use that, or take it away first.", pointer: "/address")
    }

    /// - Parameter seconds: until another may be begun.
    static func tooManyChallenges(_ seconds: Int64) -> Problem {
        Problem(
            status: 429, code: "too-many-challenges", title: "As many challenges were begun as a client may begin in an hour",
            detail: "A client begins \(OriginDesk.challengesAnHour) challenges in an hour at most; wait \(seconds) seconds.",
            fields: [.retryAfter: "\(seconds)"])
    }
}
