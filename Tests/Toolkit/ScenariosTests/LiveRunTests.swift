import Contracts
import Documents
import Foundation
import HTTPTypes
import Results
import ServerKit
import Synchronization
import TestSupport
import Testing
import Transport

@testable import Scenarios

/// The same runner over real sockets, without TLS: a provider as a Pact file knows it.
@Suite struct LiveRunTests {
    /// Serves the routes on loopback for as long as the work takes.
    private func serving<Value: Sendable>(_ routes: RouteTable, _ work: @escaping @Sendable (_ url: String) async throws -> Value)
        async throws
        -> Value
    {
        let server = try Server(ServerConfiguration(channel: .plainText), routes: routes)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                try await server.run { port.yield($0) }
                return nil
            }
            group.addTask {
                var iterator = ports.makeAsyncIterator()
                guard let port = await iterator.next() else { return nil }
                return try await work("http://127.0.0.1:\(port)")
            }
            defer { group.cancelAll() }
            while let value = try await group.next() { if let value { return value } }
            throw CancellationError()
        }
    }

    private func run(_ file: URL, amount: Node, states: Bool = false) async throws -> (record: RunRecord, states: [Node]) {
        let (library, findings) = ContractLibrary.load(paths: [file.path], content: ".")
        try #require(findings.isEmpty, "\(findings)")
        let asked = Mutex<[Node]>([])
        var routes = RouteTable()
        routes.on("GET", "/v1/transaction/{id}") { request in
            let created: Node = "2026-11-23T10:00:00.000Z"
            return .json([
                "gateway_account_id": "3", "amount": amount, "state": ["status": "success"], "created_date": created,
                "transaction_type": "REFUND", "transaction_id": .string(request.parameters["id"] ?? ""),
                "parent_transaction_id": "64pcdagc9c13vgi7n904aio3n9",
            ])
        }
        routes.on("POST", "/states") { request in
            let state = try JSONReader.read(request.body)
            asked.withLock { $0.append(state) }
            return .json([:])
        }
        let record = try await serving(routes) { url in
            let exchanger = HTTPExchanger(trust: .system)
            defer { exchanger.close() }
            let runner = Runner(
                profile: .provider(url, states: states ? "\(url)/states" : nil), library: library, exchanger: exchanger,
                secrets: SecretStore(environment: [:]), makeIdentifier: { UUID().uuidString.lowercased() })
            return await runner.run()
        }
        return (record, asked.withLock { $0 })
    }

    private static let pact = PeerData.file("pacts/pay-connector__connector-ledger-get-refund-transaction.json")

    @Test(.enabled(if: LiveRunTests.pact != nil, "the suite peers/pacts is not here"))
    func `a Pact file runs against a provider that keeps it`() async throws {
        let file = try #require(Self.pact)
        let (record, states) = try await run(file, amount: 42, states: true)
        let found = try #require(record.cases.first)
        #expect(record.preflightFailures.isEmpty && record.harnessFaults.isEmpty, "\(record.preflightFailures)")
        #expect(found.kind == .pact && found.notRun == nil)
        #expect(!found.checks.isEmpty && found.checks.allSatisfy { $0.outcome == .passed }, "\(found.checks)")
        #expect(states.first?["state"] == "a refund transaction for a transaction exists")
        #expect(states.first?["params"]?["gateway_account_id"] == "3")
        #expect(record.exchanges.last?.url.hasSuffix("?override_account_id_restriction=true") == true)
    }

    @Test(.enabled(if: LiveRunTests.pact != nil, "the suite peers/pacts is not here"))
    func `a Pact file fails against a provider that breaks it`() async throws {
        let file = try #require(Self.pact)
        let (record, _) = try await run(file, amount: "forty-two")
        let findings = record.cases.flatMap(\.checks).flatMap(\.findings)
        #expect(findings.contains { $0.place?.contains("amount") == true }, "\(findings)")
    }

    @Test func `nobody listens on a port that was closed`() async throws {
        let url = try await serving(RouteTable()) { $0 }
        let library = try Workbench().library(
            """
            schema_version: 1
            id: core.test
            title: Test
            pack: core
            defaults: { as: anybody }
            interactions: [{ id: one, request: GET /one, response: 200 }]
            """)
        let exchanger = HTTPExchanger(trust: .system)
        defer { exchanger.close() }
        let profile = Profile(name: "x", platform: .init(baseURL: url), identities: [Identity(name: "anybody")])
        let record = await Runner(
            profile: profile, library: library, exchanger: exchanger, secrets: SecretStore(environment: [:]), makeIdentifier: { "" }
        ).run()
        #expect(record.preflightFailures.map(\.code) == ["preflight.unreachable"])
    }
}
