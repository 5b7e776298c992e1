import Documents
import Synchronization
import TestSupport
import Testing

@testable import ServerKit

/// Connections that did not come to a request are on record, and do not fill it.
@Suite struct ConnectionTroublesTests {
    @Test(arguments: ["stranger", "expired", "wrong-use"])
    func `a handshake that failed is told of with its reason and the address`(_ client: String) async throws {
        let certificates = try await Certificates.shared.value
        let events = EventBox()
        _ = try await withServer(try certificates.configuration(.optional), echoRoutes(), log: events.append) { port in
            try await Shell.run(
                "curl -sS --cacert ca.pem --cert \(client).pem --key \(client).key https://127.0.0.1:\(port)/echo/x",
                in: certificates.folder)
        }
        let failed = events.all.filter { $0.kind == .handshakeFailed }
        #expect(failed.count == 1 && failed.first?.remoteAddress == "127.0.0.1", "\(events.all)")
        #expect(failed.first?.detail?.uppercased().contains("CERTIFICATE") == true, "\(failed)")
    }

    @Test func `a handshake that came to its end is not told of`() async throws {
        let certificates = try await Certificates.shared.value
        let events = EventBox()
        let outcome = try await withServer(try certificates.configuration(.required), echoRoutes(), log: events.append) { port in
            try await Shell.run(
                "curl -sS --cacert ca.pem --cert client.pem --key client.key https://127.0.0.1:\(port)/echo/x", in: certificates.folder)
        }
        #expect(outcome.status == 0 && !events.all.contains { $0.kind == .handshakeFailed }, "\(events.all)")
    }

    @Test func `of very many only some are told of in a minute, and the next one says how many were left out`() {
        let (events, start) = (EventBox(), ContinuousClock.now)
        let passed = Mutex(Duration.zero)
        let troubles = ConnectionTroubles(log: events.append, now: { start + passed.withLock { $0 } })
        for _ in 0..<(ConnectionTroubles.mostInAMinute + 7) { troubles.report(.handshakeFailed, "no", address: "192.0.2.1") }
        #expect(events.all.count == ConnectionTroubles.mostInAMinute && events.all.allSatisfy { $0.detail == "no" })
        passed.withLock { $0 = .seconds(59) }
        troubles.report(.handshakeFailed, "no", address: nil)
        #expect(events.all.count == ConnectionTroubles.mostInAMinute)
        passed.withLock { $0 = .seconds(60) }
        for _ in 0..<2 { troubles.report(.tooSlow, "no", address: nil) }
        #expect(events.all.suffix(2).map(\.detail) == ["no; 8 more before it were not told of", "no"])
    }
}
