import Documents
import HTTPTypes
import ServerKit

extension Fault {
    static let storedTokenAnswers = Fault(
        "stored-token-answers", "Answers with tokens may be stored, do not say how long a token lives, and bring a refresh token",
        .answer { response, request in
            guard request.path.hasSuffix("/oauth2/token"), response.status == 200, let body = try? JSONReader.read(response.body) else {
                return
            }
            let kept = (body.members ?? []).filter { $0.key != "expires_in" }.map { ($0.key, $0.value) }
            response.body = Node.object(kept + [("refresh_token", "never-to-be-used")]).compactBytes()
            response.fields[.cacheControl] = "max-age=60"
        })
}
