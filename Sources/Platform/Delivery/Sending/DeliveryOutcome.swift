import Crypto
import Documents
import HTTPTypes
package import Transport

/// What became of one attempt to deliver.
package enum DeliveryOutcome: Sendable, Hashable {
    /// The receiver has it and says so.
    case acknowledged(Acknowledgement)
    /// To be tried again, not before `retryAfter` if the receiver named one.
    case refused(reason: String, retryAfter: Duration?)
    /// The receiver wants no more, and will say the same again: 410, a reply 5yz, another file of the same name.
    case refusedForGood(reason: String)
}

/// How a receiver confirmed a delivery.
package struct Acknowledgement: Sendable, Hashable {
    /// The HTTP status, the SMTP reply, or 0 where the channel has none.
    package let status: Int
    /// What the receiver calls it: a reference of its own, else a digest of what it answered; nil when it said nothing.
    package let reference: String?

    package init(status: Int, reference: String? = nil) {
        self.status = status
        self.reference = reference
    }
}

extension DeliveryOutcome {
    /// Members of an acknowledgement's body in which authorities put their reference.
    private static let references = ["reference", "case_reference", "receipt", "acknowledgement_id", "id"]

    /// Redirects are refusals: a delivery goes where it was registered and nowhere else.
    package init(_ response: IncomingResponse) {
        switch response.status {
        case 200..<300: self = .acknowledged(Acknowledgement(status: response.status, reference: Self.reference(response)))
        case 410: self = .refusedForGood(reason: "the receiver answered 410")
        default:
            let seconds = response.fields[.retryAfter].flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil }
            self = .refused(reason: "the receiver answered \(response.status)", retryAfter: seconds.map { .seconds(min($0, 86_400)) })
        }
    }

    /// Errors of a mail or file transfer, as far as another attempt could help.
    package init(_ error: TransportError) {
        switch error.code {
        case .refusedForGood, .fileDiffers, .unsupported: self = .refusedForGood(reason: error.description)
        default: self = .refused(reason: error.description, retryAfter: nil)
        }
    }

    private static func reference(_ response: IncomingResponse) -> String? {
        guard !response.body.isEmpty else { return nil }
        if let body = try? JSONReader.read(response.body), body.members != nil {
            for name in references {
                if let text = body[name]?.string, (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
                {
                    return text
                }
            }
        }
        return "sha256:" + SHA256.hash(data: response.body).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
