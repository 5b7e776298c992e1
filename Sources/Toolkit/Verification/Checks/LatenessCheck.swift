import Contracts
import Documents
import Results

/// The first attempt of a delivery came in time.
struct LatenessCheck: Check {
    let within: Located<Duration>
    let delivery: Delivery

    var name: String { "delivery.within" }

    func judgement(of subject: Subject) -> Judgement {
        guard let causedAt = subject.evidence.causedAt else { return .skipped(Reason.unknownCause) }
        let identity = DeliveryIdentity(delivery)
        let key = identity.key(of: subject.exchange)
        let attempts = subject.evidence.earlier.filter { key != nil && identity.key(of: $0) == key } + [subject.exchange]
        guard let first = attempts.map(\.startedAt).min() else { return .passed }
        let delay = first - causedAt
        return delay <= within.value ? .passed : .failed([.deliveredLate(delay, within: within.value, at: within.source)])
    }
}

/// Which receptions are attempts of one delivery.
struct DeliveryIdentity: Sendable {
    private let delivery: Delivery

    init(_ delivery: Delivery) { self.delivery = delivery }

    /// Nil when the request does not say.
    func key(of exchange: Exchange) -> String? {
        if let path = delivery.identifiedBy { return part(path.text, of: exchange) }
        return part("Idempotency-Key", of: exchange)
    }

    /// A field, `body`, or a value in the body, as text; nil when it is not there.
    func part(_ name: String, of exchange: Exchange) -> String? {
        let message = JudgedMessage(exchange.request)
        if name == "body" { return String(decoding: message.body, as: UTF8.self) }
        guard name.hasPrefix("$") else { return message.field(name) }
        guard case .success(let document)? = message.document, let path = try? JSONPath(parsing: name) else { return nil }
        let nodes = path.matches(in: document).map(\.node)
        return nodes.isEmpty ? nil : String(decoding: Node.array(nodes).compactBytes(), as: UTF8.self)
    }
}
