import HTTPTypes
import ServerKit

extension Fault {
    static let limitsNotShown = Fault(
        "limits-not-shown", "Answers do not say what is left of an allowance",
        .answer { response, _ in
            response.fields[.rateLimit] = nil
            response.fields[.rateLimitPolicy] = nil
        })
}
