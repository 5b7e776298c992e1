import HTTPTypes
import Transport

extension Fault {
    static let callbackOverAnotherBody = Fault(
        "callback-over-another-body", "A callback's digest and signatures are those of another body",
        .callbackSigned { request in
            var request = request
            request.body.append(UInt8(ascii: " "))
            return request
        })
}
