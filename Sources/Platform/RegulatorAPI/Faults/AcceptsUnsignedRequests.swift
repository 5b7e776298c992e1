import Requests

extension Fault {
    static let acceptsUnsignedRequests = Fault(
        "accepts-unsigned-requests", "Requests by webhook are accepted without or with a wrong signature", .requestSignatures(.waived))
}
