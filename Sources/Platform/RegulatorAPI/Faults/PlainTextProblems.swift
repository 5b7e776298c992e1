import HTTPTypes
import ServerKit

extension Fault {
    static let plainTextProblems = Fault(
        "plain-text-problems", "Refusals are plain text without a code",
        .answer { response, _ in
            guard response.status >= 400 else { return }
            response.body = Array("request failed".utf8)
            response.fields[.contentType] = "text/plain; charset=utf-8"
        })
}
