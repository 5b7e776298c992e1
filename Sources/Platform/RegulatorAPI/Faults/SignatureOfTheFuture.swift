import Requests

extension Fault {
    static let signatureOfTheFuture = Fault(
        "signature-of-the-future", "Requests by webhook are accepted however far ahead their signature is dated",
        .requestSignatures(.ofAnyTimeToCome))
}
