import Documents
import HTTPTypes
import ServerKit
import Transport

/// What is sent to an address whose holder shall prove that it is theirs, and what they answer.
///
/// The request is signed as deliveries are. The answer is 2xx with `application/json` and an object that has the member `token` with the text
/// that was sent; other members do not matter. Each attempt is a challenge of its own, with another token; none is kept.
package struct AddressChallenge: Sendable, Hashable {
    /// What is read of an answer, in bytes.
    static let maximumAnswerBytes = 4096
    /// For one answer, from the first byte of the request.
    static let timeout = Duration.seconds(10)
    /// The token has so many random bytes.
    package static let tokenBytes = 32

    let deliveryID: String
    let clientID: String
    let origin: String
    /// 43 characters of base64url.
    let token: String
    let madeAt: Timestamp

    var body: [UInt8] {
        Node.object([
            ("delivery_id", .string(deliveryID)), ("kind", "address_challenge"), ("made_at", .string(madeAt.description)),
            ("client_id", .string(clientID)), ("origin", .string(origin)), ("token", .string(token)),
            ("answer_within_seconds", .integer(Int(Self.timeout.components.seconds))),
        ]).compactBytes()
    }

    /// Why an answer is no proof; nil when it is one. The words hold nothing of the answer but its status.
    func objection(to response: IncomingResponse) -> String? {
        switch response.status {
        case 200..<300: break
        case 300..<400: return "the address answered \(response.status): redirects are not followed; answer there itself"
        default: return "the address answered \(response.status), expected 200"
        }
        let type = response.fields[.contentType]?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard type == "application/json" else { return "the answer is not application/json" }
        guard let answer = try? JSONReader.read(response.body), answer.members != nil else { return "the answer is no JSON object" }
        guard let echoed = answer["token"]?.string else { return "the answer has no member token with a text" }
        return echoed == token ? nil : "the answer has another token than the one that was sent"
    }
}
