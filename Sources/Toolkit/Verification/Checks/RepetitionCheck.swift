import Contracts
import Documents
import Results

/// Attempts of one delivery are alike where they must be, different deliveries are told apart, and none is repeated that must not be.
struct RepetitionCheck: Check {
    let delivery: Delivery

    var name: String { "delivery.same" }

    func judgement(of subject: Subject) -> Judgement {
        let identity = DeliveryIdentity(delivery)
        guard let key = identity.key(of: subject.exchange) else {
            return .failed([.deliveryUnidentified(delivery.identifiedBy?.text ?? "Idempotency-Key", at: delivery.source)])
        }
        var findings: [Finding] = []
        let attempts = subject.evidence.earlier.filter { identity.key(of: $0) == key }
        for part in delivery.same {
            let now = identity.part(part.value, of: subject.exchange)
            guard let first = attempts.first(where: { identity.part(part.value, of: $0) != now }) else { continue }
            findings.append(
                .deliveryChanged(part.value, was: identity.part(part.value, of: first), is: now, exchange: first.number, at: part.source))
        }
        if delivery.attempts == .exactlyOnce, let done = attempts.first(where: { (200...299).contains($0.response.status) }) {
            findings.append(.deliveryRepeated(exchange: done.number, at: delivery.source))
        }
        if delivery.identifiedBy != nil, let idempotencyKey = identity.part("Idempotency-Key", of: subject.exchange),
            let other = subject.evidence.earlier.first(where: {
                identity.key(of: $0) != key && identity.part("Idempotency-Key", of: $0) == idempotencyKey
            })
        {
            findings.append(.deliveryKeyReused(idempotencyKey, exchange: other.number, at: delivery.source))
        }
        return Judgement(findings)
    }
}
