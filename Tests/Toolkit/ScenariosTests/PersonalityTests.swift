import Documents
import Foundation
import HTTPTypes
import Results
import TestSupport
import Testing

@testable import Scenarios

/// What a regulator's side says to deliveries, and the files that say it.
@Suite struct PersonalityTests {
    private static let text = """
        schema_version: 1
        id: sample
        regulator: MGA
        accepts: [application/json]
        acknowledge: { status: 200, delay: 10ms, reference: S-, body: { reference: "{{ reference }}", number: "{{ sequence }}" } }
        clocks: { report: 2h }
        quirks: [repeats-conflict, wants-idempotency-key]
        """

    private func personality(_ text: String = text) throws -> Personality {
        let (personality, findings) = Personality.read(Array(text.utf8), file: "s.personality.yaml")
        #expect(findings.isEmpty)
        return try #require(personality)
    }

    private func fields(_ type: String = "application/json; charset=utf-8", key: String? = "k-1") throws -> HTTPFields {
        var fields: HTTPFields = [.contentType: type]
        if let key { fields[try #require(HTTPField.Name("Idempotency-Key"))] = key }
        return fields
    }

    @Test func `an accepted delivery gets a reference in the body that the file says`() throws {
        let (answer, reference) = try personality().answer(
            to: fields(), sequence: 7, receivedAt: ManualClock.epoch, acknowledged: [:])
        #expect(answer.status == 200)
        #expect(answer.delay == .milliseconds(10))
        #expect(reference == "S-000007")
        #expect(String(decoding: answer.body, as: UTF8.self) == #"{"reference":"S-000007","number":7}"#)
    }

    @Test func `other formats, missing keys and repeats are refused as it is its way`() throws {
        let one = try personality()
        #expect(try one.answer(to: fields("text/html"), sequence: 1, receivedAt: ManualClock.epoch, acknowledged: [:]).answer.status == 415)
        #expect(try one.answer(to: fields(key: nil), sequence: 1, receivedAt: ManualClock.epoch, acknowledged: [:]).answer.status == 400)
        let repeated = try one.answer(to: fields(), sequence: 2, receivedAt: ManualClock.epoch, acknowledged: ["k-1": "S-000001"])
        #expect(repeated.answer.status == 409)
        #expect(repeated.reference == nil)
        #expect(String(decoding: repeated.answer.body, as: UTF8.self).contains("S-000001"))
    }

    @Test func `without the quirk a repeat gets the reference it had`() throws {
        let mild = try personality(Self.text.replacing("quirks: [repeats-conflict, wants-idempotency-key]", with: "quirks: []"))
        let repeated = try mild.answer(to: fields(), sequence: 2, receivedAt: ManualClock.epoch, acknowledged: ["k-1": "S-000001"])
        #expect(repeated.reference == "S-000001")
        #expect(repeated.answer.status == 200)
    }

    @Test(arguments: [
        ("id: sample", "id: 7", "personality.wrong-type"), ("regulator: MGA", "regulator: XYZ", "personality.wrong-type"),
        ("quirks: [", "quirks: [moody, ", "personality.unknown-value"), ("status: 200", "status: 404", "personality.out-of-range"),
        ("report: 2h", "report: soon", "personality.bad-duration"), ("accepts:", "acepts:", "personality.unknown-key"),
    ])
    func `a personality that cannot be meant is refused`(part: String, other: String, code: String) {
        let (personality, findings) = Personality.read(Array(Self.text.replacing(part, with: other).utf8), file: "s.personality.yaml")
        #expect(personality == nil)
        #expect(findings.contains { $0.code == code }, "\(findings.map(\.code))")
    }

    @Test func `the project has one for each regulator`() {
        let (personalities, findings) = Personality.load(content: PeerData.repository.path)
        #expect(findings.isEmpty, "\(findings)")
        #expect(Set(personalities.map(\.regulator)) == ["CGA", "MGA", "UKGC"])
    }
}

/// Mischief is drawn, not thrown: the same seed gives the same.
@Suite struct MischiefTests {
    private func drawn(_ plan: MischiefPlan, at endpoint: String = "m", count: Int = 200) -> [Mischief?] {
        var counts: [Mischief: Int] = [:]
        return (1...count).map { number in
            let mischief = plan.drawn(at: endpoint, number: number, counts: counts)
            if let mischief { counts[mischief, default: 0] += 1 }
            return mischief
        }
    }

    @Test func `the same seed draws the same, another one another, and so does another endpoint`() {
        let rules = [MischiefPlan.Rule(.unavailable, probability: 0.3), MischiefPlan.Rule(.delay, probability: 0.3)]
        let plan = MischiefPlan(seed: 7, rules: rules)
        #expect(drawn(plan) == drawn(plan))
        #expect(drawn(plan) != drawn(MischiefPlan(seed: 8, rules: rules)))
        #expect(drawn(plan) != drawn(plan, at: "n"))
    }

    @Test func `it happens about as often as it should, never at zero, always at one, and no more than its limit`() {
        let half = drawn(MischiefPlan(seed: 1, rules: [.init(.delay, probability: 0.5)]), count: 2000).count { $0 != nil }
        #expect((850...1150).contains(half))
        #expect(drawn(MischiefPlan(seed: 1, rules: [.init(.delay, probability: 0)])).allSatisfy { $0 == nil })
        #expect(drawn(MischiefPlan(seed: 1, rules: [.init(.delay)])).allSatisfy { $0 == .delay })
        #expect(drawn(MischiefPlan(seed: 1, rules: [.init(.delay, times: 3)])).count { $0 != nil } == 3)
        #expect(drawn(.none).allSatisfy { $0 == nil })
    }

    @Test func `the low level refuses a delivery once at most and says what it is`() {
        for seed in UInt64(1)...50 { #expect(drawn(.low(seed: seed)).count { $0?.refusesDelivery == true } <= 1) }
        #expect(MischiefPlan.low(seed: 9).description.contains("seed 9"))
        #expect(drawn(MischiefPlan.low(seed: 1).withoutRefusals).allSatisfy { $0?.refusesDelivery != true })
    }

    @Test(arguments: Mischief.allCases)
    func `each spoils an answer in its own way`(mischief: Mischief) {
        let spoilt = mischief.spoiling(.accepted)
        switch mischief {
        case .refuse: #expect(spoilt.status == 403)
        case .unavailable: #expect(spoilt.status == 503)
        case .tooMany: #expect(spoilt.status == 429 && spoilt.fields[.retryAfter] == "1")
        case .drop: #expect(spoilt.status == 504)
        case .delay, .slowRead: #expect(spoilt.status == 202 && spoilt.delay > .zero)
        case .wrongSignature: #expect(spoilt.fields.contains { $0.name.canonicalName == "signature" })
        case .duplicate, .reorder: #expect(spoilt == .accepted)
        }
    }
}
