import Contracts
import Documents
import MessageSignatures
import Testing

@testable import Scenarios

/// Each departure of an assertion is the one that it is named for, and nothing else.
@Suite struct ClientAssertionTests {
    private let key: SigningKey

    init() throws { key = try .generate(.ed25519, keyID: "reader-1") }

    private func parts(_ change: RequestAssertion.Change?) throws -> (header: Node, claims: Node, isSigned: Bool) {
        let assertion = ClientAssertion(
            clientID: "reader", issuer: "https://as.test", endpoint: "https://as.test/token", key: key, clock: .system,
            makeIdentifier: { "an-identifier" })
        let compact = try assertion.compact(change)
        let parts = compact.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        #expect(parts.count == 3)
        let header = try JSONReader.read(#require(Base64URL.decode(parts[0])))
        let claims = try JSONReader.read(#require(Base64URL.decode(parts[1])))
        let isSigned = (try? JWS.verify(compact, keys: KeySet([key.verificationKey]), allowed: [.ed25519])) != nil
        return (header, claims, isSigned)
    }

    @Test func `a good assertion is about its client, for the issuer, named, and over in a minute`() throws {
        let (header, claims, isSigned) = try parts(nil)
        #expect(isSigned && header["alg"] == "EdDSA" && header["kid"] == "reader-1")
        #expect(
            claims["iss"] == "reader" && claims["sub"] == "reader" && claims["aud"] == "https://as.test" && claims["jti"] == "an-identifier"
        )
        let (issued, ends) = (try #require(claims["iat"]?.integer), try #require(claims["exp"]?.integer))
        #expect(ends - issued == 60 && claims["nbf"] == nil)
    }

    @Test func `departures in the signature leave the claims, and departures in the claims the signature`() throws {
        let unsigned: Set<RequestAssertion.Change> = [.rs256, .unsigned, .publicKeyAsSecret, .wrongKey, .unknownKeyID, .keyInHeader]
        let same: Set<RequestAssertion.Change> = unsigned.union([.missing, .replayed])
        let good = try parts(nil).claims
        for change in RequestAssertion.Change.allCases {
            let (_, claims, isSigned) = try parts(change)
            #expect(isSigned == !unsigned.contains(change), "\(change)")
            let isSame = ["iss", "sub", "aud", "jti"].allSatisfy { claims[$0] == good[$0] }
            let isTimed = claims["exp"] != nil && abs((claims["iat"]?.integer ?? 0) - (good["iat"]?.integer ?? 0)) < 5
            #expect((isSame && isTimed) == same.contains(change), "\(change)")
        }
    }

    @Test func `each departure is what it says`() throws {
        #expect(try parts(.unsigned).header["alg"] == "none")
        #expect(try parts(.rs256).header["alg"] == "RS256")
        #expect(try parts(.publicKeyAsSecret).header["alg"] == "HS256")
        #expect(try parts(.wrongKey).header["kid"] == "reader-1")
        #expect(try parts(.unknownKeyID).header["kid"] == "an-identifier")
        #expect(try parts(.keyInHeader).header["jwk"]?["x"] != nil)
        #expect(try parts(.anotherAudience).claims["aud"] == "https://elsewhere.invalid")
        #expect(try parts(.endpointAsAudience).claims["aud"] == "https://as.test/token")
        #expect(try parts(.audienceList).claims["aud"] == ["https://as.test"])
        #expect(try parts(.withoutEnd).claims["exp"] == nil)
        #expect(try parts(.withoutIdentifier).claims["jti"] == nil)
        #expect(try parts(.withoutSubject).claims["sub"] == nil)
        #expect(try parts(.anotherSubject).claims["sub"] != "reader")
        let now = try #require(parts(nil).claims["iat"]?.integer)
        #expect(try #require(parts(.expired).claims["exp"]?.integer) <= now - 295)
        #expect((5...15).contains(try #require(parts(.slightlyAhead).claims["nbf"]?.integer) - now))
        #expect(try #require(parts(.farAhead).claims["nbf"]?.integer) - now > 60)
    }

    @Test func `a client of RSA signs its RS256 with its own key`() throws {
        let own = try SigningKey.generate(.rsaPSSSHA512, keyID: "reader-rsa")
        let assertion = ClientAssertion(
            clientID: "reader", issuer: "https://as.test", endpoint: "https://as.test/token", key: own, clock: .system,
            makeIdentifier: { "an-identifier" })
        let jwk = own.verificationKey.jwk().setting("alg", "RS256")
        let verifying = try KeySet(jwks: .object([("keys", [jwk])]))
        #expect(throws: Never.self) { try JWS.verify(assertion.compact(.rs256), keys: verifying, allowed: [.rsaV15SHA256]) }
    }
}
