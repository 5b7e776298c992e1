import Documents
import Foundation
import Store
import Testing

@testable import Access

/// What every ledger keeps, held against both.
@Suite struct TokenLedgerTests {
    enum Kind: CaseIterable { case memory, store }

    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)").path
    private let now = Timestamp(seconds: 1_792_000_000)

    private func ledger(_ kind: Kind) throws -> any TokenLedger {
        switch kind {
        case .memory: MemoryTokenLedger()
        case .store: StoreTokenLedger(try PlatformStore(.init(directory: folder)))
        }
    }

    private func assertion(_ id: String, of client: String = "ukgc") -> SpentAssertion {
        SpentAssertion(clientID: client, id: id, expiresAt: now.advanced(by: .seconds(60)))
    }

    private func token(_ id: String) -> IssuedToken {
        IssuedToken(
            id: id, clientID: "ukgc", certificate: "c", scopes: [.regulatorRead], issuedAt: now, expiresAt: now.advanced(by: .seconds(300)))
    }

    @Test(arguments: Kind.allCases)
    func `an assertion is spent once per client until it is over`(_ kind: Kind) async throws {
        let ledger = try ledger(kind)
        #expect(try await ledger.spend(assertion("a"), issuing: nil, now: now))
        #expect(try await !ledger.spend(assertion("a"), issuing: nil, now: now))
        #expect(try await ledger.spend(assertion("a", of: "mga"), issuing: nil, now: now))
        #expect(try await !ledger.spend(assertion("a"), issuing: nil, now: now.advanced(by: .seconds(59))))
        #expect(try await ledger.spend(assertion("a"), issuing: nil, now: now.advanced(by: .seconds(60))))
    }

    @Test(arguments: Kind.allCases)
    func `a token comes with its assertion or not at all`(_ kind: Kind) async throws {
        let ledger = try ledger(kind)
        #expect(try await !ledger.isGood(tokenID: "t1"))
        #expect(try await ledger.spend(assertion("a"), issuing: token("t1"), now: now))
        #expect(try await !ledger.spend(assertion("a"), issuing: token("t2"), now: now))
        #expect(try await ledger.isGood(tokenID: "t1"))
        #expect(try await !ledger.isGood(tokenID: "t2"))
    }

    @Test(arguments: Kind.allCases)
    func `only its own client revokes a token, for good`(_ kind: Kind) async throws {
        let ledger = try ledger(kind)
        _ = try await ledger.spend(assertion("a"), issuing: token("t"), now: now)
        try await ledger.revoke(tokenID: "t", of: "mga", now: now)
        #expect(try await ledger.isGood(tokenID: "t"))
        try await ledger.revoke(tokenID: "t", of: "ukgc", now: now)
        try await ledger.revoke(tokenID: "t", of: "ukgc", now: now)
        try await ledger.revoke(tokenID: "unknown", of: "ukgc", now: now)
        #expect(try await !ledger.isGood(tokenID: "t"))
        _ = try await ledger.spend(assertion("b"), issuing: token("later"), now: now)
        #expect(try await !ledger.isGood(tokenID: "t"))
    }

    @Test func `the store remembers across a restart`() async throws {
        let first = try PlatformStore(.init(directory: folder))
        let before = StoreTokenLedger(first)
        _ = try await before.spend(assertion("a"), issuing: token("good"), now: now)
        _ = try await before.spend(assertion("b"), issuing: token("bad"), now: now)
        try await before.revoke(tokenID: "bad", of: "ukgc", now: now)
        try first.close()
        let after = StoreTokenLedger(try PlatformStore(.init(directory: folder)))
        #expect(try await !after.spend(assertion("a"), issuing: nil, now: now))
        #expect(try await after.isGood(tokenID: "good"))
        #expect(try await !after.isGood(tokenID: "bad"))
    }

    @Test func `of many spenders at once exactly one wins`() async throws {
        let ledger = try ledger(.store)
        let assertion = assertion("a")
        let now = now
        let wins = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await ledger.spend(assertion, issuing: nil, now: now) ? 1 : 0 } }
            return try await group.reduce(0, +)
        }
        #expect(wins == 1)
    }
}
