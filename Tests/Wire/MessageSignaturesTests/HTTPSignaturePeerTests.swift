import Documents
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MessageSignatures

/// The examples of RFC 9421, RFC 7797, RFC 8037, RFC 9530 and Standard Webhooks.
@Suite struct HTTPSignaturePeerTests {
    @Test func `every published signature verifies and no altered one does`() throws {
        var tally = Tally("http-signatures")
        try httpSignatures(&tally)
        try tokensAndDigests(&tally)
        tally.close()
    }

    private let year2021 = Timestamp(seconds: 1_618_884_473)

    // MARK: RFC 9421 appendix B

    private func httpSignatures(_ tally: inout Tally) throws {
        guard let document = try PeerData.document("http-signatures/rfc9421-appendix-b.json") else {
            print("http-signatures: RFC 9421 appendix B is not on this machine")
            tally.skipped += 1
            return
        }
        let keys = try readKeys(document, &tally)
        for vector in try #require(document["cases"]?.array) { try check(vector, of: document, keys: keys, &tally) }
        try checkTransformations(document, keys: keys, &tally)
        try checkProxy(document, keys: keys, &tally)
    }

    private func readKeys(_ document: Node, _ tally: inout Tally) throws -> KeySet {
        let algorithms: [String: SignatureAlgorithm] = [
            "test-key-rsa": .rsaV15SHA256, "test-key-rsa-pss": .rsaPSSSHA512, "test-key-ecc-p256": .ecdsaP256SHA256,
            "test-key-ed25519": .ed25519,
        ]
        var keys: [VerificationKey] = []
        for member in try #require(document["keys"]?.members) {
            guard let algorithm = algorithms[member.key], let jwk = member.value["jwk"] else {
                let secret = try #require(Base64Alphabet.standard.decode((member.value["secret_b64"]?.string ?? "").utf8))
                keys.append(try SigningKey(secret: secret, keyID: member.key).verificationKey)
                continue
            }
            let pems = try #require(member.value["pem"]?.array).compactMap(\.string)
            let fromPEM = try VerificationKey(pem: pems[0], keyID: member.key, algorithm: algorithm)
            let signer = try SigningKey(pem: pems[1], keyID: member.key, algorithm: algorithm)
            let fromJWK = try SigningKey(jwk: jwk, algorithm: algorithm)
            tally.record(fromPEM == signer.verificationKey && fromJWK.verificationKey == fromPEM, "\(member.key): PEM and JWK are one key")
            tally.record(try SigningKey(jwk: fromJWK.jwk()).verificationKey == fromPEM, "\(member.key): the JWK reads back")
            // Every member of the RFC's own private JWK comes out as it is there.
            let written = fromJWK.jwk()
            tally.record((jwk.members ?? []).allSatisfy { written[$0.key] == $0.value }, "\(member.key): members")
            let message = Array("over".utf8)
            tally.record(fromPEM.isValid(try signer.signature(over: message), over: message), "\(member.key): signs")
            keys.append(fromPEM)
        }
        return KeySet(keys)
    }

    private func check(_ vector: Node, of document: Node, keys: KeySet, _ tally: inout Tally) throws {
        let title = vector["title"]?.string ?? ""
        let text = try MessageText(document["messages"]?[vector["message"]?.string ?? ""]?.string ?? "")
        var fields = text.fields
        let input = try #require(vector["signature_input"]?.string)
        let value = try #require(vector["signature"]?.string)
        fields = try fields.replacing("Signature-Input", with: input).replacing("Signature", with: value)
        let message = try text.signed()
        let signature = try #require(try MessageSignature.all(in: fields).first)
        tally.record(try signature.base(of: message) == vector["signature_base"]?.string, "\(title): base")
        tally.record(signature.label == vector["label"]?.string && signature.parameters.keyID == vector["keyid"]?.string, "\(title): label")
        tally.record(verifies(signature, message, keys), title)
        try ContentDigest.check(fields.first { $0.name.canonicalName == "content-digest" }?.value, body: text.body)

        let key = try #require(keys.key(signature.parameters.keyID ?? ""))
        let base = Array(try signature.base(of: message).utf8)
        tally.record(!isAccepted(afterFlippingAny: signature.bytes) { key.isValid($0, over: base) }, "\(title): signature altered")
        tally.record(!isAccepted(afterFlippingAny: base) { key.isValid(signature.bytes, over: $0) }, "\(title): base altered")
        for component in signature.components where !component.isDerived {
            let altered = try fields.replacing(component.name, with: "altered")
            tally.record(
                !verifies(
                    signature, .request(method: "POST", targetURI: "https://example.com/foo?param=Value&Pet=dog", fields: altered), keys),
                "\(title): \(component) altered")
        }
    }

    /// Whether any copy with one bit of one byte flipped is accepted.
    private func isAccepted(afterFlippingAny bytes: [UInt8], _ accepts: ([UInt8]) -> Bool) -> Bool {
        bytes.indices.contains { place in
            var altered = bytes
            altered[place] ^= 1 << UInt8(place % 8)
            return accepts(altered)
        }
    }

    private func verifies(_ signature: MessageSignature, _ message: SignedMessage, _ keys: KeySet) -> Bool {
        let all = Set(SignatureAlgorithm.allCases)
        return (try? signature.verify(message, keys: keys, now: year2021, maximumAge: .seconds(300), skew: .seconds(10), allowed: all))
            != nil
    }

    private func checkTransformations(_ document: Node, keys: KeySet, _ tally: inout Tally) throws {
        let transform = try #require(document["transform"])
        for (number, vector) in (transform["messages"]?.array ?? []).enumerated() {
            let text = try MessageText(vector["message"]?.string ?? "")
            let signature = try #require(try MessageSignature.all(in: text.fields).first)
            let isGood = verifies(signature, try text.signed(), keys)
            tally.record(isGood == vector["verifies"]?.bool, "transformation \(number + 1)")
            let isSame = try signature.base(of: text.signed()) == transform["signature_base"]?.string
            tally.record(isSame == vector["verifies"]?.bool, "transformation \(number + 1): base")
        }
    }

    private func checkProxy(_ document: Node, keys: KeySet, _ tally: inout Tally) throws {
        let proxy = try #require(document["tls_proxy"])
        let base = try #require(proxy["signature_base"]?.string)
        let certificate = try #require(base.split(separator: "\n").first { $0.hasPrefix("\"client-cert\"") }).dropFirst(15)
        let input = try #require(base.split(separator: "\n").last).dropFirst(21)
        let fields = try HTTPFields.of(
            ("Client-Cert", String(certificate)), ("Signature-Input", "ttrp=\(input)"),
            ("Signature", "ttrp=:\(proxy["signature_b64"]?.string ?? ""):"))
        let message = SignedMessage.request(
            method: "POST", targetURI: "https://service.internal.example/foo?param=Value&Pet=dog", fields: fields)
        let signature = try #require(try MessageSignature.all(in: fields).first)
        tally.record(try signature.base(of: message) == base, "TLS proxy: base")
        tally.record(verifies(signature, message, keys), "TLS proxy")
        let other = SignedMessage.request(
            method: "POST", targetURI: "https://service.internal.example/foo?param=Value&Pet=cat", fields: fields)
        tally.record(!verifies(signature, other, keys), "TLS proxy: query altered")
    }

    // MARK: JWS, digests, webhooks

    private func tokensAndDigests(_ tally: inout Tally) throws {
        guard let document = try PeerData.document("http-signatures/jws-webhook-digest-vectors.json") else {
            print("http-signatures: the JWS, digest and webhook vectors are not on this machine")
            tally.skipped += 1
            return
        }
        let jose = try #require(document["rfc8037"])
        let signer = try SigningKey(jwk: try #require(jose["jwk"]))
        let compact = try #require(jose["jws"]?.string)
        tally.record(signer.verificationKey.thumbprint == jose["thumbprint"]?.string, "RFC 8037 thumbprint")
        tally.record(signer.keyID == jose["thumbprint"]?.string, "a key without kid is called by its thumbprint")
        let keys = KeySet([signer.verificationKey])
        let payload = try JWS.verify(compact, keys: keys, allowed: [.ed25519]).payload
        tally.record(payload == Array((jose["payload"]?.string ?? "").utf8), "RFC 8037 JWS")
        let text = Array(compact.utf8)
        for place in text.indices {
            var altered = text
            altered[place] = altered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let isAccepted = (try? JWS.verify(String(decoding: altered, as: UTF8.self), keys: keys, allowed: [.ed25519])) != nil
            tally.record(!isAccepted, "RFC 8037 JWS with character \(place) altered")
        }
        try unencoded(try #require(document["rfc7797"]), &tally)
        try digests(document, &tally)
        try webhook(try #require(document["standard_webhooks"]), &tally)
    }

    private func unencoded(_ vector: Node, _ tally: inout Tally) throws {
        let secret = try #require(Base64URL.decode(vector["k"]?.string ?? ""))
        let keys = KeySet([try SigningKey(secret: secret, keyID: "shared").verificationKey])
        let payload = Array((vector["payload"]?.string ?? "").utf8)
        let (encoded, raw) = (try #require(vector["b64_true"]), try #require(vector["b64_false"]))
        let compact = "\(encoded["protected"]?.string ?? "").\(Base64URL.encode(payload)).\(encoded["signature"]?.string ?? "")"
        tally.record(try JWS.verify(compact, keys: keys, allowed: [.hmacSHA256]).payload == payload, "RFC 7797 with b64 true")
        let detached = try #require(raw["detached"]?.string)
        tally.record(
            (try? JWS.verifyDetached(detached, payload: payload, keys: keys, allowed: [.hmacSHA256])) != nil, "RFC 7797 with b64 false")
        tally.record(
            (try? JWS.verifyDetached(detached, payload: payload + [0], keys: keys, allowed: [.hmacSHA256])) == nil, "RFC 7797 altered")
        tally.record(
            (try? JWS.verifyDetached(detached, payload: payload, keys: keys, allowed: SignatureAlgorithm.asymmetric)) == nil,
            "HMAC not allowed")
    }

    private func digests(_ document: Node, _ tally: inout Tally) throws {
        for vector in try #require(document["rfc9530"]?.array) {
            let body = Array((vector["body"]?.string ?? "").utf8)
            for algorithm in ContentDigest.Algorithm.allCases {
                guard let digest = vector[algorithm.rawValue]?.string else { continue }
                let field = "\(algorithm.rawValue)=:\(digest):"
                tally.record(ContentDigest.value(for: body, algorithm: algorithm) == field, "RFC 9530 \(field)")
                tally.record((try? ContentDigest.check(field, body: body)) != nil, "RFC 9530 \(field) checks")
                tally.record((try? ContentDigest.check(field, body: body + [10])) == nil, "RFC 9530 \(field) of another body")
            }
        }
    }

    private func webhook(_ vector: Node, _ tally: inout Tally) throws {
        let secret = try #require(StandardWebhooks.secret(vector["secret"]?.string ?? ""))
        let key = try SigningKey(secret: secret, keyID: "whsec")
        let (id, timestamp) = (try #require(vector["webhook-id"]?.string), try #require(vector["webhook-timestamp"]?.string))
        let signature = try #require(vector["webhook-signature"]?.string)
        let body = Array((vector["body"]?.string ?? "").utf8)
        let seconds = try #require(Int64(timestamp))
        tally.record(try StandardWebhooks.sign(id: id, timestamp: seconds, body: body, key: key) == signature, "Standard Webhooks signed")
        let fields = try HTTPFields.of(("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", signature))
        let keys = KeySet([key.verificationKey])
        let now = Timestamp(seconds: seconds + 60)
        tally.record((try? StandardWebhooks.verify(fields, body: body, keys: keys, now: now)) == key.verificationKey, "Standard Webhooks")
        tally.record((try? StandardWebhooks.verify(fields, body: body + [32], keys: keys, now: now)) == nil, "Standard Webhooks altered")
    }
}
