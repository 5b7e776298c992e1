import Delivery
import HTTPTypes
import Transport

extension Fault {
    static let unsignedUpload = Fault(
        "upload-unsigned", "Reports are uploaded without a signature",
        .uploadSigned { request in
            var request = request
            for name in [HTTPField.Name.signature, .signatureInput, .webhookSignature] { request.fields[name] = nil }
            return request
        })
}
