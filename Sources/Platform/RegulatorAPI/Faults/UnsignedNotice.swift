import Delivery
import HTTPTypes
import Transport

extension Fault {
    static let unsignedNotice = Fault(
        "unsigned-notice", "Notices of incidents carry no signature",
        .noticeSigned { request in
            var request = request
            for name in [HTTPField.Name.signature, .signatureInput, .webhookSignature] { request.fields[name] = nil }
            return request
        })
}
