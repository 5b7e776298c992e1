import Delivery
import HTTPTypes
import Transport

extension Fault {
    static let challengeUnsigned = Fault(
        "challenge-unsigned", "Challenges carry no signature",
        .challengeSigned { request in
            var request = request
            for name in [HTTPField.Name.signature, .signatureInput, .webhookSignature] { request.fields[name] = nil }
            return request
        })
}
