import Documents
import Foundation
import ServerKit
import Synchronization
import TestSupport
import Testing

/// `assay verify FILE --provider URL` with a Pact file that others wrote and use.
@Suite struct PactCommandTests {
    private static let pact = PeerData.file("pacts/pay-connector__connector-ledger-get-refund-transaction.json")

    @Test(.enabled(if: PactCommandTests.pact != nil, "the suite peers/pacts is not here"))
    func `a Pact file passes against a provider that keeps it and fails against one that does not`() async throws {
        let pact = try #require(Self.pact)
        let folder = try TemporaryFolder()
        let amount = Mutex<Node>(42)
        var routes = RouteTable()
        routes.on("GET", "/v1/transaction/{id}") { request in
            let created: Node = "2026-11-23T10:00:00.000Z"
            return .json([
                "gateway_account_id": "3", "amount": amount.withLock { $0 }, "state": ["status": "success"], "created_date": created,
                "transaction_type": "REFUND", "transaction_id": .string(request.parameters["id"] ?? ""),
                "parent_transaction_id": "64pcdagc9c13vgi7n904aio3n9",
            ])
        }
        routes.on("POST", "/states") { _ in .json([:]) }
        let server = try Server(ServerConfiguration(channel: .plainText), routes: routes)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { port.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            let url = "http://127.0.0.1:\(try #require(await iterator.next()))"
            func verify() async throws -> Command.Ended {
                try await Command.run(
                    "verify", pact.path, "--provider", url, "--provider-states", "\(url)/states", "--output-dir", folder.path("out"))
            }
            let kept = try await verify()
            #expect(kept.status == 0, "\(kept.output) \(kept.errors)")
            amount.withLock { $0 = "forty-two" }
            let broken = try await verify()
            #expect(broken.status == 1, "\(broken.output) \(broken.errors)")
            #expect(broken.output.contains("$.amount") && broken.output.contains("remedy:"), "\(broken.output)")
            group.cancelAll()
        }
    }
}
