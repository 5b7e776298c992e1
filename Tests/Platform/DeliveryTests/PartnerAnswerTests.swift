import HTTPTypes
import MessageSignatures
import Testing
import Transport

@testable import Delivery

/// What receivers answer is taken as a stranger's: deliveries over the real transport to a receiver that means no good.
@Suite struct PartnerAnswerTests {
    /// One posting to the stub, with the limits of every delivery.
    private func post(to path: String, timeout: Duration = .seconds(20)) async throws -> DeliveryOutcome {
        let client = HTTPClient(trust: .pem([]))
        defer { client.close() }
        let key = try SigningKey.generate(.ed25519, keyID: "platform-1")
        let courier = Courier(
            signer: DeliverySigner(key: key, newNonce: { "nonce" }), relay: nil,
            ports: .init(
                send: { request in
                    // The address was checked as it must be; only the stub speaks no TLS.
                    var request = request
                    request.url = "http://127.0.0.1:\(PartnerStub.shared.port)\(path)"
                    return try await client.send(request)
                }, mail: { _, _ in throw CancellationError() }, put: { _, _, _ in throw CancellationError() }, now: { Desk.start }))
        return try await courier.post(
            Posting(
                url: Desk.url, body: Array("{}".utf8), deliveryID: "d-1", tag: "assay-delivery", receiver: "ukgc", timeout: timeout,
                isRegistered: { _ in true }))
    }

    @Test(arguments: ["/trickle", "/slow-head"])
    func `an answer that trickles without end is cut off by the time of the whole exchange`(path: String) async throws {
        guard case .refused(let reason, nil) = try await post(to: path, timeout: .milliseconds(400)) else {
            Issue.record("taken for an answer")
            return
        }
        #expect(reason.hasPrefix("timedOut"))
    }

    @Test(arguments: ["/declared", "/streamed"])
    func `an answer of 100 MB is refused at 64 KiB, declared or not`(path: String) async throws {
        guard case .refused(let reason, nil) = try await post(to: path) else {
            Issue.record("taken for an answer")
            return
        }
        #expect(reason.hasPrefix("bodyTooLarge") && reason.contains("65536"), "\(reason)")
    }

    @Test func `a compressed answer stays compressed`() async throws {
        let outcome = try await post(to: "/bomb")
        #expect(outcome == .acknowledged(Acknowledgement(status: 200, reference: "sha256:\(PartnerStub.shared.bombDigest)")))
    }

    @Test(arguments: ["/utf-16", "/latin", "/deep"])
    func `an answer that is not JSON in UTF-8, or nested without end, acknowledges and gives no reference of its own`(
        path: String
    ) async throws {
        guard case .acknowledged(let receipt) = try await post(to: path) else {
            Issue.record("refused")
            return
        }
        #expect(receipt.status == 200 && receipt.reference?.hasPrefix("sha256:") == true)
    }

    @Test func `every delivery has 10 seconds to connect, 20 in all and 64 KiB for its answer`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "platform-1")
        let request = try DeliverySigner(key: key, newNonce: { "nonce" })
            .request(to: Desk.url, body: [], deliveryID: "d-1", tag: "assay-delivery", now: Desk.start)
        #expect(request.connectTimeout == .seconds(10) && request.timeout == .seconds(20) && request.maximumBodyBytes == 65_536)
        #expect(request.fields[.acceptEncoding] == nil)
    }
}
