import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Testing
import Transport

@testable import Scenarios

/// Contracts that run unchanged against a subject which says everything otherwise.
@Suite struct DialectRunTests {
    private static let contracts = """
        schema_version: 1
        id: core.test
        title: Test
        pack: core
        must: [REQ-API-001]
        defaults: { as: regulator, effects: read }
        interactions:
          - id: list
            request: GET /regulator/reports/{{ day }}?licence=L1
            response:
              status: 200
              headers: { X-Request-ID: { type: uuid } }
              body:
                application/json:
                  match:
                    $.reports: { min: 1 }
                    $.reports[*].sha256: { regex: "^[0-9a-f]{4}$" }
                    $.reports[*].state: sealed
              signature: { scheme: rfc9421, covers: ["@status", x-request-id], keys: jwks, tag: our-answer, digest: optional }
          - id: ask
            effects: synthetic
            request:
              post: /webhook/regulator/request
              headers: { X-Request-ID: "{{ uuid }}" }
              body: { application/json: { request_id: "{{ uuid }}", callback_url: "{{ callback_url }}" } }
              signed: { covers: ["@method", "@target-uri", content-digest, x-request-id], tag: our-request, nonce: fresh }
            response:
              status: 202
              body: { application/json: { match: { $.request_id: "{{ request.body.request_id }}", $.state: accepted } } }
            negatives: [schema]
          - id: state
            needs: [location]
            request: GET {{ location }}
            response: { status: 200, body: { application/json: { match: { $.state: { one_of: [accepted, acknowledged] } } } } }
          - id: unknown
            request: GET /regulator/none
            response:
              status: 404
              body: { application/problem+json: { match: { $.type: { include: "/not-found" }, $.status: 404 } } }
          - id: answer
            kind: webhook
            request:
              post: "{{ callback_url }}"
              headers: { Idempotency-Key: { not_empty: true } }
              body: { application/json: { match: { $.request_id: { type: uuid } } } }
            delivery: { identified_by: $.request_id, same: [Idempotency-Key] }
        """

    private static let dialect = """
        schema_version: 1
        id: northwind
        paths:
          /regulator/reports/{period}: /nw/statements?date={period}
          POST /webhook/regulator/request: /nw/questions
        parameters: { licence: operator }
        members:
          core.test/list: { reports: items, sha256: checksum }
          core.test/*: { request_id: reference, callback_url: reply_to }
        values: { state: { sealed: FINAL, accepted: OPEN, acknowledged: DONE } }
        headers: { X-Request-ID: X-Correlation-Id, Idempotency-Key: X-Delivery }
        problems: { not-found: "E404" }
        signature_tags: { our-request: nw-question, our-answer: nw-answer }
        """

    private static let scenario = """
        schema_version: 1
        id: accepted.test
        title: Test
        must: [REQ-API-005]
        effects: synthetic
        actors: { inspector: { identity: regulator, inbox: callbacks } }
        steps:
          - call: core.test/ask
            with: { callback_url: "{{ inspector.inbox }}" }
            capture: { job: { header: Location }, question: { body: $.request_id, type: uuid } }
          - expect_callback: core.test/answer
            match: { $.request_id: "{{ question }}" }
            within: 5s
          - await: core.test/state
            with: { location: "{{ job }}" }
            until: { $.state: acknowledged }
            within: 5s
        """

    private struct Spoken {
        let bench: Workbench
        let record: RunRecord
    }

    /// A subject that speaks the dialect and nothing else.
    private func run(
        dialect text: String? = DialectRunTests.dialect, checksum: String = "ab12", answerTag: String = "nw-answer",
        interactions: [String] = ["list", "ask", "unknown"], playing: Bool = true
    ) async throws -> Spoken {
        let bench = try Workbench()
        let library = try bench.library(Self.contracts)
        let dialect = try text.map { text in try #require(Dialect.read(Array(text.utf8), file: "northwind.dialect.yaml").dialect) }
        let (key, inbox, now) = (bench.subject.key, bench.inbox, bench.clock.runClock.now)
        let clientKey = bench.clientKey.verificationKey
        let correlation = try #require(HTTPField.Name("X-Correlation-Id"))
        let delivery = try #require(HTTPField.Name("X-Delivery"))
        bench.subject.on("GET /nw/statements") { request, _ in
            guard request.url.hasSuffix("?date=2026-10-15&operator=L1") else { return IncomingResponse(status: 400) }
            let body: Node = ["items": [["checksum": .string(checksum), "state": "FINAL"]]]
            var answer = ScriptedSubject.json(200, body)
            answer.fields[correlation] = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
            let message = SignedMessage.response(
                status: 200, fields: answer.fields,
                answering: .request(method: request.method, targetURI: request.url, fields: request.fields))
            guard
                let (input, signature) = try? MessageSignature.sign(
                    message, covering: [try Component(parsing: "@status"), try Component(parsing: "x-correlation-id")],
                    parameters: SignatureParameters(created: now().seconds, keyID: key.keyID, tag: answerTag), key: key)
            else { return IncomingResponse(status: 500) }
            answer.fields[.signatureInput] = input
            answer.fields[.signature] = signature
            return answer
        }
        bench.subject.on("POST /nw/questions") { request, _ in
            guard let body = try? JSONReader.read(request.body), let reference = body["reference"]?.string,
                let address = body["reply_to"]?.string, request.fields[correlation] != nil
            else { return IncomingResponse(status: 400) }
            let signatures = (try? MessageSignature.all(in: request.fields)) ?? []
            guard let signature = signatures.first, signature.parameters.tag == "nw-question",
                signature.components.map(\.description).contains(#""x-correlation-id""#),
                (try? signature.verify(
                    .request(method: request.method, targetURI: request.url, fields: request.fields), keys: KeySet([clientKey]), now: now(),
                    maximumAge: .seconds(300), skew: .seconds(5), allowed: [.ed25519])) != nil
            else { return IncomingResponse(status: 401) }
            inbox.deliver(to: address, fields: [delivery: "k-1"], body: ["reference": .string(reference)], at: now())
            var answer = ScriptedSubject.json(202, ["reference": .string(reference), "state": "OPEN"])
            answer.fields[.location] = "/nw/questions/1"
            return answer
        }
        bench.subject.on("GET /nw/questions/1") { _, _ in ScriptedSubject.json(200, ["state": "DONE"]) }
        bench.subject.on("GET /regulator/none") { _, _ in
            IncomingResponse(
                status: 404, fields: [.contentType: "application/problem+json"],
                body: Array(#"{"type":"https://nw.example/E404","title":"none","status":404}"#.utf8))
        }
        let chosen = library.interactions.filter { interactions.contains($0.id) }
        let record = await bench.runner(
            library, interactions: chosen, scenarios: playing ? [try bench.scenario(Self.scenario, library)] : [],
            profile: bench.profile(dialect: dialect)
        ).run()
        return Spoken(bench: bench, record: record)
    }

    private func failures(_ record: RunRecord) -> [String] {
        record.cases.flatMap { one in
            one.checks.filter { $0.outcome != .passed }.map { "\(one.id) \($0.check) \($0.findings.map(\.message))" }
        }
    }

    @Test func `contracts and scenarios run unchanged through a dialect`() async throws {
        let spoken = try await run()
        #expect(failures(spoken.record).isEmpty, "\(failures(spoken.record))")
        #expect(spoken.record.preflightFailures.isEmpty)
        #expect(spoken.record.cases.count == 4)
        #expect(spoken.record.check("signature", of: "core.test/list")?.outcome == .passed)
        #expect(spoken.record.check("negative.schema.truncated", of: "core.test/ask")?.outcome == .passed)
        #expect(spoken.record.check("expect_callback", of: "accepted.test")?.outcome == .passed)
        #expect(spoken.record.contentDigests.contains { $0.path == "northwind.dialect.yaml" })
        #expect(spoken.record.selection.contains("dialect northwind"))
    }

    @Test func `evidence and places are those of the wire`() async throws {
        let record = try await run(checksum: "XY", playing: false).record
        let finding = try #require(record.check("body.match", of: "core.test/list")?.findings.first)
        let exchange = try #require(record.exchanges.first { $0.url.contains("/nw/statements") })
        #expect(exchange.url == "https://subject.test/nw/statements?date=2026-10-15&operator=L1")
        let body = String(decoding: exchange.responseBody, as: UTF8.self)
        #expect(body.hasPrefix(#"{"items":"#))
        let offset = body.utf8.distance(from: body.startIndex, to: try #require(body.firstRange(of: #""XY""#)).lowerBound)
        #expect(finding.place?.contains("(byte \(offset))") == true, "\(finding.place ?? "")")
        #expect(finding.place?.contains("$['reports'][0]['sha256']") == true || finding.place?.contains("$.reports[0].sha256") == true)
    }

    @Test func `without the dialect, or with another one, the same subject fails`() async throws {
        #expect(try await run(dialect: nil).record.codes.contains("status.unexpected"))
        let other = Self.dialect.replacing("sha256: checksum", with: "sha256: hash")
        #expect(try await run(dialect: other, playing: false).record.codes.contains("body.match"))
        let noTag = Self.dialect.replacing(", our-answer: nw-answer", with: "")
        #expect(try await run(dialect: noTag, playing: false).record.codes.contains("signature.missing"))
        #expect(try await run(answerTag: "our-answer", playing: false).record.codes.contains("signature.missing"))
    }
}
