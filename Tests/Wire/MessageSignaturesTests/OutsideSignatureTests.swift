import Documents
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import MessageSignatures

/// Messages and tokens that programs of others signed, and some for them to judge.
@Suite(.enabled(if: OutsideExchange.folder != nil, Comment(rawValue: OutsideExchange.reason))) struct OutsideSignatureTests {
    private static let pairs: [(SignatureAlgorithm, String)] = [
        (.rsaV15SHA256, "rsa"), (.rsaPSSSHA512, "rsa"), (.ecdsaP256SHA256, "p256"), (.ecdsaP384SHA384, "p384"), (.ed25519, "ed25519"),
    ]
    private static let url = "https://platform.example:8443/regulator/audit?entity=game&id=a%20b"

    private func key(_ name: String, _ algorithm: SignatureAlgorithm) throws -> SigningKey {
        try SigningKey(pem: try OutsideExchange.key(name), keyID: name, algorithm: algorithm)
    }

    private func fields(_ node: Node, changing: [String: String] = [:]) throws -> HTTPFields {
        var fields = HTTPFields()
        for member in node.members ?? [] {
            fields.append(
                HTTPField(name: try #require(HTTPField.Name(member.key)), value: changing[member.key] ?? member.value.string ?? ""))
        }
        return fields
    }

    @Test func `messages that others signed are judged rightly`() throws {
        var judged = 0
        for (name, bytes) in try OutsideExchange.theirs("http") {
            let record = try JSONReader.read(bytes)
            let algorithm = try #require(record["algorithm"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)))
            let keys = KeySet([try key(record["key"]?.string ?? "", algorithm).verificationKey])
            let headers = try #require(record["headers"])
            for (change, isGood) in [([:], true), (["X-Many": "a, c"], false)] {
                let fields = try fields(headers, changing: change)
                let message = SignedMessage.request(
                    method: record["method"]?.string ?? "", targetURI: record["url"]?.string ?? "", fields: fields)
                let signature = try #require(try MessageSignature.all(in: fields, tag: "check").first)
                let now = Timestamp(seconds: try #require(signature.parameters.created))
                let verify = {
                    _ = try signature.verify(
                        message, keys: keys, now: now, maximumAge: .seconds(60), skew: .zero, allowed: SignatureAlgorithm.asymmetric)
                }
                if isGood {
                    #expect(throws: Never.self, "\(name)") { try verify() }
                } else {
                    #expect(throws: SignatureError(.wrong, ""), "\(name)") { try verify() }
                }
                judged += 1
            }
        }
        #expect(judged == 10)
        print("theirs-http: \(judged) judged")
    }

    @Test func `tokens that others signed are judged rightly`() throws {
        var judged = 0
        for (name, bytes) in try OutsideExchange.theirs("jws") {
            let record = try JSONReader.read(bytes)
            let algorithm = try #require(record["algorithm"]?.string.flatMap(SignatureAlgorithm.init(rawValue:)))
            let keys = KeySet([try key(record["key"]?.string ?? "", algorithm).verificationKey])
            let (jws, payload) = (record["jws"]?.string ?? "", Array((record["payload"]?.string ?? "").utf8))
            let allowed = SignatureAlgorithm.asymmetric
            if record["kind"] == "detached" {
                #expect(throws: Never.self, "\(name)") { try JWS.verifyDetached(jws, payload: payload, keys: keys, allowed: allowed) }
                #expect(throws: JWSError.self, "\(name)") {
                    try JWS.verifyDetached(jws, payload: payload + [32], keys: keys, allowed: allowed)
                }
            } else {
                #expect(try JWS.verify(jws, keys: keys, allowed: allowed).payload == payload, "\(name)")
                let parts = jws.split(separator: ".").map(String.init)
                let other = [parts[0], Base64URL.encode(payload + [32]), parts[2]].joined(separator: ".")
                #expect(throws: JWSError.self, "\(name)") { try JWS.verify(other, keys: keys, allowed: allowed) }
            }
            judged += 2
        }
        #expect(judged == 20)
        print("theirs-jws: \(judged) judged")
    }

    @Test(arguments: pairs) func `messages and tokens for others to judge`(algorithm: SignatureAlgorithm, name: String) throws {
        let key = try key(name, algorithm)
        var fields: HTTPFields = [.contentType: "application/json"]
        fields[try #require(HTTPField.Name("X-Many"))] = "a,  b , c"
        let components = try ["@method", "@authority", "@target-uri", "@path", "@query", "content-type", "x-many"].map {
            try Component(parsing: "\"\($0)\"")
        }
        let created = Int64(Date().timeIntervalSince1970)
        let message = SignedMessage.request(method: "POST", targetURI: Self.url, fields: fields)
        let (input, signature) = try MessageSignature.sign(
            message, covering: components, parameters: SignatureParameters(created: created, algorithm: algorithm.rawValue), key: key)
        let headers: [(String, Node)] = [
            ("Content-Type", "application/json"), ("X-Many", "a,  b , c"), ("Signature-Input", .string(input)),
            ("Signature", .string(signature)),
        ]
        let record = Node.object([("algorithm", .string(algorithm.rawValue)), ("key", .string(name)), ("headers", .object(headers))])
        try OutsideExchange.write(record.compactBytes(), as: "\(algorithm.rawValue).json", of: "http")

        let payload = Array("{\"files\":[{\"name\":\"a.csv\"}],\n\"text\":\"ä.$\"}".utf8)
        for (kind, jws) in [
            ("attached", try JWS.compact(payload: payload, key: key)), ("detached", try JWS.detached(payload: payload, key: key)),
        ] {
            let record = Node.object([
                ("algorithm", .string(algorithm.rawValue)), ("key", .string(name)), ("kind", .string(kind)), ("jws", .string(jws)),
            ])
            try OutsideExchange.write(record.compactBytes(), as: "\(algorithm.rawValue).\(kind).json", of: "jws")
        }
    }

    @Test func `requests that botocore signed are signed alike`() throws {
        var (judged, records) = (0, [Node]())
        for (_, bytes) in try OutsideExchange.theirs("aws") {
            for record in try JSONReader.read(bytes).array ?? [] {
                let ours = try signed(record, secret: record["secret"]?.string ?? "")
                let other = try signed(record, secret: "another")
                #expect(ours == record["signed"]?.string, "\(record["number"]?.string ?? "")")
                #expect(other != record["signed"]?.string)
                records.append(.object([("number", record["number"] ?? .null), ("signed", .string(ours))]))
                judged += 1
            }
        }
        #expect(judged == 400)
        try OutsideExchange.write(Node.array(records).compactBytes(), as: "requests.json", of: "aws")
        print("theirs-aws: \(judged) judged")
    }

    /// The `Authorization` field, or the last parameter of the presigned URL.
    private func signed(_ record: Node, secret: String) throws -> String {
        func text(_ name: String) -> String { record[name]?.string ?? "" }
        var fields = HTTPFields()
        for pair in record["headers"]?.array ?? [] {
            let name = try #require(HTTPField.Name(pair.array?[0].string ?? ""))
            fields.append(HTTPField(name: name, value: pair.array?[1].string ?? ""))
        }
        let payload = record["body"]?.string.map { AWSRequest.Payload.bytes(Array($0.utf8)) } ?? .unsigned
        let request = try AWSRequest(method: text("method"), targetURI: text("url"), fields: fields, payload: payload)
        let credentials = try AWSCredentials(accessKeyID: text("key"), secretAccessKey: secret, sessionToken: record["token"]?.string)
        let scope = try AWSScope(region: text("region"), service: text("service"))
        let time = try Timestamp(parsing: text("time"))
        guard let lifetime = Int(text("expires")) else {
            return try AWSSignature.sign(request, scope: scope, credentials: credentials, at: time).fields[.authorization] ?? ""
        }
        let url = try AWSSignature.presign(request, scope: scope, credentials: credentials, at: time, lifetime: .seconds(lifetime)).url
        return url.split(separator: "&").last.map(String.init) ?? ""
    }
}
