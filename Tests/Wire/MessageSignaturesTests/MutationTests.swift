import Documents
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MessageSignatures

/// Twenty thousand damaged inputs for each parser: it reads or refuses each, and nothing damaged passes for signed.
@Suite(.serialized) struct MutationTests {
    private static let structuredTokens = [
        "(", ")", ";", "=", ", ", "\"", "\\\"", ":", ":AQID:", "?1", "?0", "@1659578233", "%\"", "%c3%bc", "*a", "a/b", "1.5", "-", "\t",
        " ",
        "a=", ";a=1", "999999999999999", "1000000000000000",
    ]

    private func offset(_ error: StructuredFieldError, in text: String) -> MutationOutcome {
        (0...text.utf8.count).contains(error.offset) && !error.message.isEmpty
            ? .refused : .broken("offset \(error.offset): \(error.message)")
    }

    @Test func `items, lists and dictionaries have one form, which reads as the same`() {
        let documents = [
            "a=1,    b=2;x=1;y=2,   c=(a   b   c), d, e;f=2, g=?0, a=9", "\"a \\\"b\\\\\";q=0.5", "(), (a   b );x, \"c\";y=1",
            "%\"f%c3%bc%22\", @-62135596800, :AQID:, -1.500, ?1;b", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
        ]
        let tally = Mutations(seed: 20, of: documents, tokens: Self.structuredTokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            var outcome = MutationOutcome.refused
            do throws(StructuredFieldError) {
                let item = try StructuredFieldParser.item(text)
                guard try StructuredFieldParser.item(item.serialized) == item else { return .broken("\(item.serialized) is another item") }
                outcome = .accepted
            } catch { if case .broken = offset(error, in: text) { return offset(error, in: text) } }
            do throws(StructuredFieldError) {
                let list = try StructuredFieldParser.list(text)
                let written = list.map(\.serialized).joined(separator: ", ")
                guard try StructuredFieldParser.list(written) == list else { return .broken("\(written) is another list") }
                outcome = .accepted
            } catch { if case .broken = offset(error, in: text) { return offset(error, in: text) } }
            do throws(StructuredFieldError) {
                let dictionary = try StructuredFieldParser.dictionary(text)
                let again = try StructuredFieldParser.dictionary(dictionary.serialized)
                guard again.entries == dictionary.entries else { return .broken("\(dictionary.serialized) is another dictionary") }
                outcome = .accepted
            } catch { if case .broken = offset(error, in: text) { return offset(error, in: text) } }
            return outcome
        }
        #expect(tally.isSound, "\(tally)")
    }

    private static let input =
        #"sig1=("@method" "@target-uri" "content-digest" "@query-param";name="a" "x-list";key="b");created=1800000000;keyid="k";alg="ed25519""#

    private func message(_ input: String, _ signature: String) throws -> SignedMessage {
        .request(
            method: "POST", targetURI: "https://example.test/path?a=1&b=%20",
            fields: try .of(
                ("Content-Digest", "sha-256=:AAAA:"), ("X-List", "a=1, b=(2 3)"), ("Signature-Input", input), ("Signature", signature)))
    }

    @Test func `no damaged signature input verifies, unless it says the same`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let keys = KeySet([key.verificationKey])
        let now = Timestamp(seconds: 1_800_000_000)
        let components = try ["@method", "@target-uri", "content-digest", #""@query-param";name="a""#, #""x-list";key="b""#].map {
            try Component(parsing: $0)
        }
        let (input, signature) = try MessageSignature.sign(
            try message("", ""), covering: components, parameters: SignatureParameters(created: now.seconds, algorithm: "ed25519"), key: key
        )
        let tokens =
            Self.structuredTokens + [
                "\"@method\"", "\"@status\"", ";req", ";sf", ";bs", ";tr", ";key=\"b\"", ";name=\"b\"", "\"@query-param\"", "\"@path\"",
                ";expires=",
                ";nonce=\"n\"", ";tag=\"t\"", ";created=", "sig2=(),", "\"content-digest\"",
            ]
        let good = try #require(try MessageSignature.all(in: try message(input, signature).fields).first)
        let tally = Mutations(seed: 21, of: [input, input, Self.input], tokens: tokens).tally { bytes in
            let message = try message(String(decoding: bytes, as: UTF8.self), signature)
            do throws(SignatureError) {
                for found in try MessageSignature.all(in: message.fields) {
                    _ = try found.base(of: message)
                    // The label is not signed.
                    guard
                        (try? found.verify(message, keys: keys, now: now, maximumAge: .seconds(60), skew: .zero, allowed: [.ed25519]))
                            != nil
                    else { continue }
                    if found.input.serialized != good.input.serialized { return .broken("verifies as \(found.input.serialized)") }
                }
                return .accepted
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `component identifiers read as they are written`() {
        let documents = ["@method;req", #""@query-param";name="id""#, "content-digest", #"x;key="a";sf"#, "\"date\";tr;bs", "@status"]
        let tally = Mutations(seed: 22, of: documents, tokens: [";req", ";sf", ";bs", ";tr", ";key=", "\"", ";name=\"x\"", "@", "=?0"])
            .tally { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                do throws(SignatureError) {
                    let component = try Component(parsing: text)
                    return try Component(parsing: component.description) == component ? .accepted : .broken("written as \(component)")
                } catch { return [.malformed, .unknownComponent].contains(error.code) ? .refused : .broken("\(error)") }
            }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `a damaged digest is that of no body, unless it says the same`() {
        let body = Array("{\"hello\": \"world\"}".utf8)
        let one = ContentDigest.value(for: body)
        let two = ContentDigest.value(for: body, algorithm: .sha512)
        let documents = [one, "\(one), \(two)", "md5=:AAAA:, \(two)"]
        let tally = Mutations(seed: 23, of: documents, tokens: Self.structuredTokens + ["sha-256=", "sha-512=", "md5="]).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(SignatureError) {
                try ContentDigest.check(text, body: body)
            } catch { return [.malformed, .digestMissing, .digestMismatch].contains(error.code) ? .refused : .broken("\(error)") }
            // What passed must have the whole digest in it, whatever else was damaged.
            return text.contains(one.dropFirst(8)) || text.contains(two.dropFirst(8)) ? .accepted : .broken("passes without the digest")
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `no damaged token verifies`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let keys = KeySet([key.verificationKey])
        let payload = Array(#"{"sub":"a"}"#.utf8)
        let compact = try JWS.compact(payload: payload, header: [("typ", "at+jwt")], key: key)
        let detached = try JWS.detached(payload: payload, key: key)
        let none = "\(Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))).\(Base64URL.encode(payload))."
        let tokens = [".", "..", "=", "-_", "e30", "eyJhbGciOiJub25lIn0", "\n", "bnVsbA", "W10"]
        let tally = Mutations(seed: 24, of: [compact, detached, none], tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            var passed = false
            do throws(JWSError) {
                _ = try JWS.verify(text, keys: keys, allowed: [.ed25519])
                passed = true
            } catch { if error.message.isEmpty { return .broken("a refusal without words") } }
            do throws(JWSError) {
                _ = try JWS.verifyDetached(text, payload: payload, keys: keys, allowed: [.ed25519])
                passed = true
            } catch { if error.message.isEmpty { return .broken("a refusal without words") } }
            guard passed else { return .refused }
            return text == compact || text == detached ? .accepted : .broken("verifies")
        }
        // Hardly any input is still the token: damage that undoes itself.
        #expect(tally.broken.isEmpty && tally.refused > 19_000, "\(tally)")
    }

    @Test func `headers of tokens are read as JSON, whatever they say`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let keys = KeySet([key.verificationKey])
        let documents = [
            #"{"alg":"EdDSA","kid":"k","typ":"JWT"}"#, #"{"alg":"EdDSA","b64":false,"crit":["b64"]}"#,
            #"{"crit":["exp"],"exp":1,"alg":"EdDSA"}"#,
        ]
        let tokens = [#""alg":"none","#, #""b64":true,"#, #""crit":[],"#, "[", "]", "\"", "null", "\\u0000", "ES256", "HS256", "b64", "{"]
        let tally = Mutations(seed: 25, of: documents, tokens: tokens).tally { header in
            let signed = "\(Base64URL.encode(header)).\(Base64URL.encode([1, 2, 3]))"
            let token = "\(signed).\(Base64URL.encode(try key.signature(over: Array(signed.utf8))))"
            do throws(JWSError) {
                let (read, payload) = try JWS.verify(token, keys: keys, allowed: [.ed25519])
                guard read["alg"]?.string == "EdDSA" else { return .broken("verifies with another algorithm") }
                let isWithin = read["b64"]?.bool == false ? payload == Array(Base64URL.encode([1, 2, 3]).utf8) : payload == [1, 2, 3]
                return isWithin ? .accepted : .broken("another payload")
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `keys are published as they were read`() throws {
        var keys: [Node] = []
        for algorithm in SignatureAlgorithm.asymmetric.sorted(by: { $0.rawValue < $1.rawValue }) {
            keys.append(try SampleKeys.key(algorithm).verificationKey.jwk().removing("kid"))
        }
        // A set of all, and each alone: reading an RSA key takes longest.
        let documents =
            keys.filter { $0["kty"]?.string != "RSA" }.map { Node.object([("keys", .array([$0]))]) } + [
                .object([("keys", .array(keys))]), ["keys": []],
                ["keys": .array([keys[0].setting("nbf", 1).setting("exp", 2_000_000_000)])],
            ]
        let tokens = [
            #""kid":"a","#, #""d":"AA","#, #""use":"enc","#, #""key_ops":["verify"],"#, #""nbf":"#, #""alg":"#, "\"", "OKP", "EC", "RSA",
            "oct",
            "P-384", "AQAB", "{", "}", "[", "]", ",", "null", "=",
        ]
        let texts = documents.map { String(decoding: $0.compactBytes(), as: UTF8.self) }
        let tally = Mutations(seed: 26, of: texts, tokens: tokens).tally { bytes in
            guard let node = try? JSONReader.read(bytes) else { return .refused }
            do throws(KeyError) {
                let set = try KeySet(jwks: node)
                // Times beyond the year 9999 are kept as its end.
                let again = try KeySet(jwks: set.jwks())
                return again.jwks() == set.jwks() && again.keys.map(\.thumbprint) == set.keys.map(\.thumbprint)
                    ? .accepted : .broken("published otherwise")
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `keys in PEM and DER are read or refused`() throws {
        guard let pki = TestPKI.shared else { return }
        let certificate = pki.folder.appending(path: "server.key")
        let private8 = try String(contentsOf: certificate, encoding: .utf8)
        let documents = [private8, private8.replacing("PRIVATE KEY", with: "PUBLIC KEY")]
        let tokens = [
            "-----BEGIN ", "-----END ", "-----", "PRIVATE KEY", "RSA PUBLIC KEY", "EC PRIVATE KEY", "\n", "=", "MC4CAQ", "\r\n\r\n",
        ]
        let tally = Mutations(seed: 27, of: documents, tokens: tokens).tally { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            var outcome = MutationOutcome.refused
            do throws(KeyError) {
                let key = try SigningKey(pem: text, algorithm: .ecdsaP256SHA256)
                guard try SigningKey(jwk: key.jwk()).verificationKey == key.verificationKey else { return .broken("another as JWK") }
                outcome = .accepted
            } catch { if error.message.isEmpty { return .broken("a refusal without words") } }
            for algorithm in [SignatureAlgorithm.ed25519, .ecdsaP256SHA256, .rsaPSSSHA512] {
                _ = try? VerificationKey(pem: text, algorithm: algorithm)
            }
            return outcome
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `DER is read within its bounds`() {
        let documents: [[UInt8]] = [
            [0x30, 0x0A, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70],
            [0x30, 0x81, 0x80] + Array(repeating: 0x02, count: 128),
            [0x30, 0x82, 0x01, 0x00] + Array(repeating: 0, count: 256), [0x04, 0x02, 0x04, 0x00],
        ]
        let tally = Mutations(seed: 28, ofBytes: documents, tokens: ["\u{30}\u{03}", "\u{02}\u{01}", "\u{04}"]).tally { bytes in
            for tag in [DERReader.Tag.sequence, .integer, .octetString] {
                var reader = DERReader(bytes)
                guard let content = reader.read(tag) else { continue }
                if content.count >= bytes.count { return .broken("content of \(content.count) bytes") }
                var inner = DERReader(content)
                while !inner.isAtEnd { if inner.read(.integer) == nil, inner.enter(.sequence) == nil { break } }
                return .accepted
            }
            return .refused
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `no damaged webhook verifies, unless it says the same`() throws {
        let key = try SigningKey.generate(.ed25519)
        let secret = try SigningKey(secret: Array(repeating: 5, count: 32), keyID: "secret")
        let keys = KeySet([secret.verificationKey, key.verificationKey])
        let now = Timestamp(seconds: 1_800_000_000)
        let body = Array("{}".utf8)
        let signatures = try [key, secret].map { try StandardWebhooks.sign(id: "msg_1", timestamp: now.seconds, body: body, key: $0) }
        let documents = signatures.map { "msg_1\n1800000000\n\($0)" } + ["msg_1\n1800000000\n\(signatures.joined(separator: " "))"]
        let tally = Mutations(seed: 29, of: documents, tokens: ["v1,", "v1a,", " ", ".", "\n", "=", "v2,", "+1", "-1"]).tally { bytes in
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
            guard lines.count == 3 else { return .refused }
            let fields = try HTTPFields.of(
                ("webhook-id", String(lines[0])), ("webhook-timestamp", String(lines[1])), ("webhook-signature", String(lines[2])))
            do throws(SignatureError) {
                _ = try StandardWebhooks.verify(fields, body: body, keys: keys, now: now)
                // A field has no control characters: they are gone before anyone looks.
                let values = fields.map(\.value)
                let isWhole = signatures.contains { values[2].contains($0) }
                let isSame = values[0] == "msg_1" && values[1] == "1800000000"
                return isSame && isWhole ? .accepted : .broken("verifies")
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `Base64 of both alphabets has one spelling`() {
        let documents = ["AQID", "AQ==", "AQI=", "-_-_", "+/+/", "", "AA"]
        let tally = Mutations(seed: 30, of: documents, tokens: ["=", "==", "+", "/", "-", "_", " ", "A"]).tally { bytes in
            var outcome = MutationOutcome.refused
            for alphabet in [Base64Alphabet.standard, .url] {
                guard let decoded = alphabet.decode(bytes) else { continue }
                guard Array(alphabet.encode(decoded).utf8) == bytes else { return .broken("encodes as \(alphabet.encode(decoded))") }
                if alphabet.encode([0]).hasSuffix("="), Data(base64Encoded: Data(bytes)) != Data(decoded) {
                    return .broken("Foundation differs")
                }
                outcome = .accepted
            }
            return outcome
        }
        #expect(tally.isSound, "\(tally)")
    }
}
