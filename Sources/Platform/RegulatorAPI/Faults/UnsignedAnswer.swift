import Delivery
import HTTPTypes
import Requests
import ServerKit

extension Fault {
    static let unsignedAnswer = Fault(
        "unsigned-answer", "Answers carry no signature",
        .signed { response in
            response.fields[.signature] = nil
            response.fields[.signatureInput] = nil
        })
}
