import Documents
import HTTPTypes

/// A request by which a subject finds out whether its receiver controls the address: a JSON object with `kind` `address_challenge` and a
/// `token`, which an answer must repeat.
package struct AddressChallenge: Sendable, Hashable {
    /// 1 to 256 characters.
    package let token: String

    /// Larger bodies are no challenges.
    private static let maximumBytes = 4096
    private static let kind = "address_challenge"

    /// Nil when the body is no challenge.
    package init?(body: [UInt8]) {
        guard body.count <= Self.maximumBytes, let document = try? JSONReader.read(body), document["kind"]?.string == Self.kind,
            let token = document["token"]?.string, (1...256).contains(token.unicodeScalars.count)
        else { return nil }
        self.token = token
    }

    /// What the receiver says in place of an acknowledgement: 200 and an object with the token. What would refuse goes on refusing.
    package func answer(inPlaceOf answer: ScriptedAnswer) -> ScriptedAnswer {
        guard answer.echoes, (200..<300).contains(answer.status) else { return answer }
        return ScriptedAnswer(
            status: 200, fields: [.contentType: "application/json"], body: Node.object([("token", .string(token))]).compactBytes(),
            delay: answer.delay)
    }
}
