import Documents
import HTTPTypes
import MessageSignatures
import ServerKit
import Testing

@testable import Access

/// Each weakness lets exactly that through which without it is refused.
@Suite struct AccessWeaknessesTests {
    private let world: World

    init() throws { world = try World() }

    private func claims(_ change: (Node) -> Node = { $0 }) -> Node {
        let now = Int(world.clock.now.seconds)
        return change([
            "iss": "ukgc", "sub": "ukgc", "aud": .string(world.realm.issuer), "jti": "one", "iat": .integer(now), "exp": .integer(now + 60),
        ])
    }

    private func read(_ compact: String, _ weaknesses: AccessWeaknesses) throws -> ClientAssertion {
        let client = try #require(world.registry.current.client("ukgc"))
        let others = weaknesses.contains(.anySubject) ? world.registry.current.clients : []
        return try ClientAssertion(
            verifying: compact, of: client, for: world.realm, now: world.clock.now, weaknesses: weaknesses, others: others)
    }

    @Test func `what a weakness lets through is refused without it`() throws {
        let now = Int(world.clock.now.seconds)
        let mga = world.mga.key
        let cases: [(AccessWeaknesses, Node, SigningKey?)] = [
            (.unverifiedAssertions, claims(), try .generate(.ed25519, keyID: "ukgc-1")),
            (.anyAudience, claims { $0.setting("aud", "https://elsewhere.invalid") }, nil),
            (.endlessAssertions, claims { $0.setting("exp", .integer(now - 300)) }, nil),
            (.assertionsAhead, claims { $0.setting("iat", .integer(now + 120)) }, nil),
            (.unnamedAssertions, claims { $0.without("jti") }, nil),
            (.anySubject, claims { $0.setting("iss", "mga").setting("sub", "mga") }, mga),
        ]
        for (weakness, claims, key) in cases {
            let compact = try JWS.compact(payload: claims.compactBytes(), key: key ?? world.ukgc.key)
            #expect(throws: AssertionRefusal.self, "\(weakness)") { try read(compact, []) }
            #expect(throws: Never.self, "\(weakness)") { try read(compact, weakness) }
        }
        let ahead = try JWS.compact(
            payload: claims { $0.setting("iat", .integer(now + 9)) }.compactBytes(), key: world.ukgc.key)
        #expect(throws: Never.self) { try read(ahead, []) }
        #expect(throws: AssertionRefusal.notYetValid) { try read(ahead, .exactClocks) }
    }

    @Test func `a gate with weaknesses lets in what it should not, and one without does not`() async throws {
        let token = try await world.token(world.ukgc)
        let (clock, authority, registry, ledger) = (world.clock, world.authority, world.registry, world.ledger)
        func status(_ request: ServerRequest, _ weaknesses: AccessWeaknesses) async -> Int {
            let gate = Gatekeeper(
                authority: authority, clients: registry, revoked: .none, ledger: ledger, now: { clock.now }, record: { _ in },
                weaknesses: { weaknesses })
            do throws(Problem) {
                _ = try await gate.admit(request, needs: .reading)
                return 200
            } catch {
                return error.status
            }
        }
        let path = "/sandbox/regulator/x"
        let borrowed = world.request("GET", path, as: world.mga, fields: [.authorization: "Bearer \(token)"])
        #expect(await status(borrowed, []) == 401)
        #expect(await status(borrowed, .unboundTokens) == 200)
        let odd = world.request("GET", path, as: world.ukgc, fields: [.authorization: "bEaReR \(token)"])
        #expect(await status(odd, []) == 200)
        #expect(await status(odd, .exactScheme) == 401)
        try await ledger.revoke(tokenID: tokenID(token), of: "ukgc", now: clock.now)
        let revoked = world.request("GET", path, as: world.ukgc, fields: [.authorization: "Bearer \(token)"])
        #expect(await status(revoked, []) == 401)
        #expect(await status(revoked, .forgottenRevocations) == 200)
    }

    private func tokenID(_ token: String) throws -> String {
        let (_, payload) = try JWS.verify(token, keys: world.authority.keys, allowed: TokenAuthority.algorithms)
        return try #require(JSONReader.read(payload)["jti"]?.string)
    }
}
