import HTTPTypes
import ServerKit

extension Fault {
    static let limitWithoutRetryAfter = Fault(
        "limit-without-retry-after", "Who asked too often is not told when to ask again",
        .answer { response, _ in
            if response.status == 429 { response.fields[.retryAfter] = nil }
        })
}
