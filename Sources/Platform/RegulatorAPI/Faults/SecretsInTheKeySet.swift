import Documents
import ServerKit

extension Fault {
    static let secretsInTheKeySet = Fault(
        "secrets-in-the-key-set", "Keys of the key set have a member that is private",
        .answer { response, request in
            guard request.path.contains("/.well-known/jwks.json"), response.status == 200, let body = try? JSONReader.read(response.body)
            else {
                return
            }
            let keys = (body["keys"]?.array ?? []).map { $0.setting("d", "bm90aGluZyB0aGF0IGlzIHNlY3JldA") }
            response.body = Node.object([("keys", .array(keys))]).compactBytes()
        })
}
