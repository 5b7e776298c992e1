import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing

@testable import Contracts
@testable import Verification

@Suite struct DeliveryTests {
    private static let contract = """
        schema_version: 1
        id: core.callbacks
        pack: core
        interactions:
          - id: answer-file
            kind: webhook
            must: [REQ-API-005]
            request:
              post: "{{ callback_url }}"
              headers: { Idempotency-Key: { type: uuid } }
              body: { application/json: { match: { $.file: { not_empty: true } } } }
            delivery: { within: 30s, attempts: ATTEMPTS, identified_by: $.id, same: [Idempotency-Key, body] }
        """
    private let first = "0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11"
    private let second = "0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a22"

    private func reception(
        _ number: Int = 2, key: String? = nil, body: String = #"{"id":"d1","file":"x"}"#, after: Duration = .seconds(3),
        method: String = "POST",
        url: String = "https://inbox.test/cb", answered: Int = 202
    ) -> Exchange {
        var fields: HTTPFields = [.contentType: "application/json"]
        if let name = HTTPField.Name("Idempotency-Key") { fields[name] = key ?? first }
        return Bench.exchange(
            number: number, method: method, url: url, requestFields: fields, requestBody: body, status: answered,
            startedAt: Bench.start.advanced(by: after))
    }

    private func codes(
        _ exchange: Exchange, earlier: [Exchange] = [], attempts: String = "at-least-once", causedAt: Timestamp? = Bench.start
    ) throws -> [String] {
        var evidence = Bench.evidence(values: ["callback_url": "https://Inbox.test/cb"])
        evidence.causedAt = causedAt
        evidence.earlier = earlier
        let library = try Bench.library(Self.contract.replacing("ATTEMPTS", with: attempts))
        return try Bench.records(library, exchange, evidence).codes
    }

    @Test func `a delivery in time passes, and so does its repeat`() throws {
        #expect(try codes(reception()).isEmpty)
        #expect(try codes(reception(3, after: .seconds(90)), earlier: [reception(answered: 503)]).isEmpty)
    }

    @Test func `a first attempt after its time is late`() throws {
        #expect(try codes(reception(after: .seconds(31))) == ["delivery.late"])
        #expect(
            try codes(reception(3, after: .seconds(31)), earlier: [reception(body: #"{"id":"d0","file":"x"}"#)]).contains("delivery.late"))
    }

    @Test func `without the cause lateness cannot be judged`() throws {
        let library = try Bench.library(Self.contract.replacing("ATTEMPTS", with: "at-least-once"))
        let records = try Bench.records(library, reception(), Bench.evidence(values: ["callback_url": "https://inbox.test/cb"]))
        #expect(records.of("delivery.within")?.outcome == .skipped)
        #expect(try Bench.records(library, reception()).of("request")?.outcome == .skipped)
    }

    @Test func `method and address are compared`() throws {
        #expect(try codes(reception(method: "PUT", url: "https://inbox.test/other")) == ["request.method", "request.target"])
    }

    @Test func `an attempt that changed is told with the part that did`() throws {
        #expect(try codes(reception(key: second), earlier: [reception(1)]) == ["delivery.changed"])
        #expect(try codes(reception(body: #"{"id":"d1","file":"y"}"#), earlier: [reception(1)]) == ["delivery.changed"])
    }

    @Test func `a key of another delivery is not used again`() throws {
        #expect(try codes(reception(body: #"{"id":"d2","file":"x"}"#), earlier: [reception(1)]) == ["delivery.key-reused"])
    }

    @Test func `deliveries come in the order that they name, and a repeat may come late`() throws {
        let ordered = Self.contract.replacing("ATTEMPTS, ", with: "at-least-once, ordered_by: $.n, ")
        func codes(_ body: String, earlier: [String]) throws -> [String] {
            var evidence = Bench.evidence(values: ["callback_url": "https://inbox.test/cb"])
            evidence.causedAt = Bench.start
            evidence.earlier = earlier.enumerated().map {
                reception($0.offset + 1, key: "\(second.dropLast())\($0.offset)", body: $0.element)
            }
            return try Bench.records(try Bench.library(ordered), reception(9, body: body), evidence).codes
        }
        let (one, two) = (#"{"id":"d1","file":"x","n":1}"#, #"{"id":"d2","file":"x","n":2}"#)
        #expect(try codes(two, earlier: [one]).isEmpty)
        #expect(try codes(one, earlier: [two]) == ["delivery.out-of-order"])
        #expect(try codes(#"{"id":"d3","file":"x"}"#, earlier: [one]) == ["delivery.unordered"])
        #expect(try codes(#"{"id":"d3","file":"x","n":[1]}"#, earlier: []) == ["delivery.unordered"])
        #expect(try !codes(one, earlier: [one, two]).contains("delivery.out-of-order"))
    }

    @Test func `exactly once means not again after an acknowledgement`() throws {
        #expect(try codes(reception(), earlier: [reception(1)], attempts: "exactly-once") == ["delivery.repeated"])
        #expect(try codes(reception(), earlier: [reception(1, answered: 500)], attempts: "exactly-once").isEmpty)
    }

    @Test func `an absurd body identifies nothing`() throws {
        #expect(try codes(reception(body: "[")) == ["body.malformed", "delivery.unidentified"])
    }

    @Test func `standard-webhooks signatures are verified`() throws {
        let contract = """
            schema_version: 1
            id: core.callbacks
            pack: core
            interactions:
              - { id: a, kind: webhook, request: { post: "{{ u }}" }, signature: { scheme: standard-webhooks, digest: optional } }
            """
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let body = #"{"a":1}"#
        func codes(sent: String, signer: SigningKey, age: Int64 = 0) throws -> [String] {
            let moment = Bench.start.seconds - age
            let signature = try StandardWebhooks.sign(id: "m1", timestamp: moment, body: Array(body.utf8), key: signer)
            var fields: HTTPFields = [:]
            for (name, value) in [("webhook-id", "m1"), ("webhook-timestamp", "\(moment)"), ("webhook-signature", signature)] {
                if let name = HTTPField.Name(name) { fields[name] = value }
            }
            let exchange = Bench.exchange(method: "POST", url: "https://i.test/", requestFields: fields, requestBody: sent)
            return try Bench.records(
                Bench.library(contract), exchange, Bench.evidence(values: ["u": "https://i.test"], keys: [key.verificationKey])
            ).codes
        }
        #expect(try codes(sent: body, signer: key).isEmpty)
        #expect(try codes(sent: "{}", signer: key).count == 1)
        #expect(try codes(sent: body, signer: SigningKey.generate(.ed25519, keyID: "k")).count == 1)
        #expect(try codes(sent: body, signer: key, age: 3_600).count == 1)
    }
}
