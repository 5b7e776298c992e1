import Contracts
package import Documents
package import HTTPTypes

extension Personality {
    /// What it says to a delivery.
    /// - Parameters:
    ///   - sequence: 1-based number of the delivery in its mailbox.
    ///   - acknowledged: references given before, by `Idempotency-Key`.
    /// - Returns: the answer, and the reference when it acknowledges.
    package func answer(
        to fields: HTTPFields, sequence: Int, receivedAt: Timestamp, acknowledged: [String: String]
    ) -> (answer: ScriptedAnswer, reference: String?) {
        if quirks.contains(.asleepAtFirst), sequence == 1 {
            return (refusal(503, "asleep", fields: [.retryAfter: "1"]), nil)
        }
        let type = fields[.contentType]?.prefix { $0 != ";" }.lowercased().trimmingWhitespace ?? ""
        if !accepts.isEmpty, !accepts.contains(type) { return (refusal(415, "format-not-accepted"), nil) }
        let key = HTTPField.Name("Idempotency-Key").flatMap { fields[$0] }
        if quirks.contains(.wantsIdempotencyKey), key == nil { return (refusal(400, "idempotency-key-missing"), nil) }
        if let key, let earlier = acknowledged[key] {
            if quirks.contains(.repeatsConflict) { return (refusal(409, "already-received", reference: earlier), nil) }
            return (acknowledgement(earlier, sequence, receivedAt), earlier)
        }
        let reference = referencePrefix + String(repeating: "0", count: max(0, 6 - "\(sequence)".count)) + "\(sequence)"
        return (acknowledgement(reference, sequence, receivedAt), reference)
    }

    private func acknowledgement(_ reference: String, _ sequence: Int, _ receivedAt: Timestamp) -> ScriptedAnswer {
        let values: [String: Node] = [
            "reference": .string(reference), "sequence": .integer(sequence), "received_at": .string(receivedAt.description),
        ]
        guard let acknowledgement else { return ScriptedAnswer(status: status, delay: delay) }
        // A body that names what it cannot is sent as it is written.
        let body = (try? Template.resolve(acknowledgement, values)) ?? acknowledgement
        return ScriptedAnswer(
            status: status, fields: [.contentType: "application/json"], body: body.compactBytes(), delay: delay)
    }

    private func refusal(_ status: Int, _ code: String, reference: String? = nil, fields: HTTPFields = [:]) -> ScriptedAnswer {
        var fields = fields
        fields[.contentType] = "application/problem+json"
        var body: [(String, Node)] = [("status", .integer(status)), ("code", .string(code)), ("title", .string("\(regulator): \(code)"))]
        if let reference { body.append(("reference", .string(reference))) }
        return ScriptedAnswer(status: status, fields: fields, body: Node.object(body).compactBytes(), delay: delay)
    }
}
