import HTTPTypes
import Testing
import Transport

@testable import Delivery

@Suite struct DeliveryOutcomeTests {
    private func reference(_ body: String) -> String? {
        guard case .acknowledged(let receipt) = DeliveryOutcome(IncomingResponse(status: 200, body: Array(body.utf8))) else { return nil }
        return receipt.reference
    }

    @Test func `an acknowledgement's reference is the receiver's own, else a digest of what it said`() {
        #expect(reference(#"{"reference":"MGA/1","sequence":3}"#) == "MGA/1")
        #expect(reference(#"{"case_reference":"UKGC-1"}"#) == "UKGC-1")
        #expect(reference("") == nil)
        #expect(reference("ok") == "sha256:2689367b205c16ce32ed4200942b8b8b1e262dfc70d9bc9fbc77c49699a4f1df")
        for strange in [#"{"reference":"a\nb"}"#, #"{"reference":""}"#, #"{"reference":7}"#, "[1]"] {
            #expect(reference(strange)?.hasPrefix("sha256:") == true)
        }
    }

    @Test func `only 2xx acknowledges, and only 410 refuses for good`() {
        for status in [200, 202, 204, 299] {
            #expect(DeliveryOutcome(IncomingResponse(status: status)) == .acknowledged(.init(status: status)))
        }
        for status in [301, 400, 401, 404, 409, 500, 503] {
            #expect(
                DeliveryOutcome(IncomingResponse(status: status)) == .refused(reason: "the receiver answered \(status)", retryAfter: nil))
        }
        #expect(DeliveryOutcome(IncomingResponse(status: 410)) == .refusedForGood(reason: "the receiver answered 410"))
    }

    @Test(arguments: [("5", 5), ("0", 0), ("999999", 86_400)] as [(String, Int)])
    func `Retry-After counts up to a day`(written: String, seconds: Int) {
        let outcome = DeliveryOutcome(IncomingResponse(status: 503, fields: [.retryAfter: written]))
        #expect(outcome == .refused(reason: "the receiver answered 503", retryAfter: .seconds(seconds)))
    }

    @Test(arguments: ["-1", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"])
    func `another Retry-After is as none`(written: String) {
        let outcome = DeliveryOutcome(IncomingResponse(status: 503, fields: [.retryAfter: written]))
        #expect(outcome == .refused(reason: "the receiver answered 503", retryAfter: nil))
    }
}
