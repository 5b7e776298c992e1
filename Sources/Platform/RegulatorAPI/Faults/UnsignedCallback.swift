import Delivery
import HTTPTypes
import Requests
import Transport

extension Fault {
    static let unsignedCallback = Fault(
        "unsigned-callback", "Callbacks carry no signature",
        .callbackSigned { request in
            var request = request
            for name in [HTTPField.Name.signature, .signatureInput, .webhookSignature] { request.fields[name] = nil }
            return request
        })
}
