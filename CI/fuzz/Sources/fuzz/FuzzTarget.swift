import Foundation
import HTTPTypes

@testable import Documents
@testable import JSONSchema
@testable import MessageSignatures
@testable import ServerKit
@testable import Tables
@testable import TransparencyLog
@testable import XMLDocuments
@testable import XMLSignatures

/// What each target gives its input to. A target traps when what must hold of everything that is read does not: libFuzzer keeps the input.
enum FuzzTarget {
    typealias Target = @Sendable ([UInt8]) -> Void

    /// The one that the environment names; looked up once.
    static let chosen: Target = all[ProcessInfo.processInfo.environment["ASSAY_FUZZ_TARGET"] ?? ""] ?? nothing

    private static let nothing: Target = { _ in }

    static let all: [String: Target] = [
        "json": json, "canonical-json": canonicalJSON, "json-schema": jsonSchema, "yaml": yaml, "json-pointer": pointer,
        "json-patch": patch, "json-path": path, "pattern": pattern, "number": number, "timestamp": timestamp, "csv": csv,
        "table-rule": rule,
        "xml": xml, "xml-schema": xmlSchema, "xpath": xpath, "xml-signature": xmlSignature, "structured-field": structuredField,
        "message-signature": messageSignature, "jws": jws, "jwks": jwks, "pem": pem, "webhook": webhook, "signed-note": note,
        "tlog-proof": proof, "witness-request": witnessRequest, "entry-bundle": bundle, "tile-path": tilePath, "crl": revocationList,
        "certificate": certificate,
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A document for those that ask one.
    private static let sample = (try? JSONReader.read(Array(#"{"a":[{"b":1},{"b":"x"},[]],"é":null,"c":{"d":[1,2,3]}}"#.utf8))) ?? .null

    private static let json: Target = { bytes in
        guard let node = try? JSONReader.read(bytes) else { return }
        precondition((try? JSONReader.read(node.compactBytes())) == node, "written otherwise")
    }

    private static let canonicalJSON: Target = { bytes in
        guard let node = try? JSONReader.read(bytes), let form = try? node.canonicalBytes() else { return }
        precondition((try? JSONReader.read(form).canonicalBytes()) == form, "no fixed point")
    }

    private static let jsonSchema: Target = { bytes in
        guard let node = try? JSONReader.read(bytes), let schema = try? JSONSchema(node) else { return }
        for instance in [sample, node] { precondition(schema.accepts(instance) == schema.violations(of: instance).isEmpty, "two verdicts") }
    }

    private static let yaml: Target = { bytes in
        guard let node = try? YAMLReader.read(bytes) else { return }
        precondition((try? JSONReader.read(node.compactBytes())) == node, "written otherwise")
    }

    private static let pointer: Target = { bytes in
        guard let pointer = try? JSONPointer(parsing: text(bytes)) else { return }
        precondition(pointer.description.isIdentical(to: text(bytes)), "written otherwise")
        _ = pointer.node(in: sample)
    }

    private static let patch: Target = { bytes in
        guard let node = try? JSONReader.read(bytes), let changed = try? JSONPatch.apply(node, to: sample) else { return }
        precondition((try? JSONPatch.apply(JSONPatch.difference(from: sample, to: changed), to: sample)) == changed, "leads elsewhere")
    }

    private static let path: Target = { bytes in
        guard let path = try? JSONPath(parsing: text(bytes)) else { return }
        for match in path.matches(in: sample).prefix(8) { precondition(match.pointer.node(in: sample) == match.node, "leads elsewhere") }
    }

    private static let pattern: Target = { bytes in
        let pattern = text(bytes)
        _ = try? RegularExpression(interoperable: pattern).matchesWhole(of: "ax")
        guard let expression = try? RegularExpression(ecmaScript: pattern) else { return }
        for sample in ["", "aaB xA", "\u{1F600}\n"] where expression.matchesWhole(of: sample) {
            precondition(expression.isFound(in: sample), "not found")
        }
    }

    private static let number: Target = { bytes in
        guard let number = Number(text(bytes)) else { return }
        precondition(number == number && !(number < number) && (number.integer.map { Number($0) == number } ?? true), "not itself")
        if let other = Number("12.50") { _ = (number < other, number.isMultiple(of: other), other.isMultiple(of: number)) }
    }

    private static let timestamp: Target = { bytes in
        guard let time = try? Timestamp(parsing: text(bytes)) else { return }
        precondition((try? Timestamp(parsing: time.description)) == time, "written otherwise")
    }

    private static let csv: Target = { bytes in
        guard let records = try? CSVReader.read(bytes, shape: .ragged) else { return }
        var writer = CSVWriter()
        for record in records { writer.append(record.fields) }
        precondition((try? CSVReader.read(writer.bytes, shape: .ragged).map(\.fields)) == records.map(\.fields), "written otherwise")
    }

    private static let rule: Target = { bytes in
        guard let rule = try? RuleParser.rule(text(bytes)) else { return }
        _ = try? rule.left.value(.init())
        _ = try? rule.right.value(.init())
    }

    private static let xml: Target = { bytes in
        guard let document = try? XMLDocument(parsing: bytes), let form = try? document.exclusiveCanonicalBytes() else { return }
        precondition((try? XMLDocument(parsing: form).exclusiveCanonicalBytes()) == form, "no fixed point")
    }

    private static let xmlSchema: Target = { bytes in
        guard let schema = try? XMLSchema(xsd: bytes, named: "x.xsd") else { return }
        _ = schema.issues(in: Array("<report xmlns='urn:t'><row id='1'/></report>".utf8))
    }

    private static let xpath: Target = { bytes in
        guard let document = try? XMLDocument(parsing: Array("<a xmlns:p='urn:p' b='1'><p:c>2</p:c><c>3</c></a>".utf8)) else { return }
        _ = try? document.values(xpath: text(bytes), namespaces: ["p": "urn:p"])
    }

    private static let key = try? SigningKey(secret: Array(repeating: 7, count: 32), keyID: "k")
    private static let keys = KeySet([key?.verificationKey].compactMap { $0 })

    private static let xmlSignature: Target = { bytes in
        // No shared secret signs XML: whatever comes is refused.
        precondition((try? XMLSignature.signer(of: bytes, keys: keys)) == nil, "signed by nobody")
    }

    private static let structuredField: Target = { bytes in
        let text = text(bytes)
        if let item = try? StructuredFieldParser.item(text) {
            precondition((try? StructuredFieldParser.item(item.serialized)) == item, "another item")
        }
        if let list = try? StructuredFieldParser.list(text) {
            precondition((try? StructuredFieldParser.list(list.map(\.serialized).joined(separator: ", "))) == list, "another list")
        }
        if let dictionary = try? StructuredFieldParser.dictionary(text) {
            precondition(
                (try? StructuredFieldParser.dictionary(dictionary.serialized))?.entries == dictionary.entries, "another dictionary")
        }
    }

    private static func fields(_ names: [String], _ bytes: [UInt8]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in zip(names, bytes.split(separator: 0x0A, omittingEmptySubsequences: false)) {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: Array(value))) }
        }
        return fields
    }

    private static let messageSignature: Target = { bytes in
        let fields = fields(["Signature-Input", "Signature", "Content-Digest", "X-List"], bytes)
        let message = SignedMessage.request(method: "POST", targetURI: "https://example.test/a?b=1", fields: fields)
        for signature in (try? MessageSignature.all(in: fields)) ?? [] { _ = try? signature.base(of: message) }
        try? ContentDigest.check(fields.first { $0.name.canonicalName == "content-digest" }?.value, body: [])
    }

    private static let jws: Target = { bytes in
        // The fuzzer does not know the key.
        precondition((try? JWS.verify(text(bytes), keys: keys, allowed: [.hmacSHA256])) == nil, "signed by nobody")
        _ = try? JWS.verifyDetached(text(bytes), payload: [1], keys: keys, allowed: [.hmacSHA256])
    }

    private static let jwks: Target = { bytes in
        guard let node = try? JSONReader.read(bytes), let set = try? KeySet(jwks: node) else { return }
        precondition((try? KeySet(jwks: set.jwks()))?.jwks() == set.jwks(), "published otherwise")
    }

    private static let pem: Target = { bytes in
        for algorithm in SignatureAlgorithm.allCases {
            _ = try? VerificationKey(pem: text(bytes), algorithm: algorithm)
            _ = try? SigningKey(pem: text(bytes), algorithm: algorithm)
        }
    }

    private static let webhook: Target = { bytes in
        let fields = fields(["webhook-id", "webhook-timestamp", "webhook-signature"], bytes)
        precondition((try? StandardWebhooks.verify(fields, body: [], keys: keys, now: Timestamp(seconds: 0))) == nil, "signed by nobody")
    }

    private static let note: Target = { bytes in
        guard let note = try? SignedNote(parsing: bytes) else { return }
        precondition(Array((note.text + "\n" + note.signatures.map(\.line).joined()).utf8) == bytes, "written otherwise")
        if let checkpoint = try? Checkpoint(text: note.text) { precondition(checkpoint.text == note.text, "written otherwise") }
        _ = try? NoteVerifier(parsing: note.text)
    }

    private static let proof: Target = { bytes in
        guard let proof = try? TLogProof(parsing: bytes) else { return }
        precondition(proof.bytes == bytes, "written otherwise")
        _ = try? InclusionProof(index: proof.index, size: .max, hashes: proof.hashes).root(leaf: MerkleHash.empty)
    }

    private static let logVerifier = try? NoteSigner(name: "log.test", key: Array(repeating: 7, count: 32)).verifier

    private static let witnessRequest: Target = { bytes in
        if let request = try? WitnessRequest(parsing: bytes) {
            precondition(request.bytes == bytes, "written otherwise")
            let latest = try? Checkpoint(origin: "log.test", size: max(1, request.oldSize), root: MerkleHash.empty)
            // The fuzzer does not know the log's key.
            for held in [nil, latest] {
                precondition(
                    WitnessDecision(request, trusting: [logVerifier].compactMap { $0 }, latest: held) != .cosign, "signed by nobody")
            }
        }
        // What a witness answers to a note that is right.
        let text = "log.test\n1\n\(MerkleHash.empty.base64)\n\n— log.test AAAAAAA=\n"
        guard let logVerifier, let note = try? SignedNote(parsing: Array(text.utf8)) else { return }
        precondition((try? note.cosigned(by: logVerifier, answer: bytes)) == nil, "cosigned by a log")
    }

    private static let bundle: Target = { bytes in
        guard let entries = try? EntryBundle.decode(bytes) else { return }
        precondition((try? EntryBundle.encode(entries)) == bytes, "written otherwise")
    }

    private static let tilePath: Target = { bytes in
        guard let path = try? TilePath(parsing: text(bytes)) else { return }
        precondition(Array(path.description.utf8) == Array(text(bytes).utf8), "written otherwise")
    }

    private static let encoded = """
        MIIBLjCB4aADAgECAhQAmaitQADbBK6XIByb4FcODb8RVDAFBgMrZXAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjcxODE3MzdaGA8yMTI2MTEwMz\
        E4MTczN1owDDEKMAgGA1UEAwwBYTAqMAUGAytlcAMhAL4lRRTz7sLxU9sM6WADc43yDWftZvWOru75j5x21cpMo1MwUTAdBgNVHQ4EFgQUzKFv\
        lJgS9dZOyXq6AkFPTOOpUMswHwYDVR0jBBgwFoAUzKFvlJgS9dZOyXq6AkFPTOOpUMswDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQB/T/gcaB\
        Y48wRUo7kfTYeTWJ57P+crTIMPWFdeKDDMTiVqdEWYWibsgLsiChDbV9gjqQ5WnfxIrHxW/uBFZJQG
        """

    /// A certificate whose key is lost: what it signed is not among the seeds.
    private static let authority = try? CertificateAuthority(der: Array(Data(base64Encoded: encoded) ?? Data()))

    private static let revocationList: Target = { bytes in
        guard let list = try? RevocationList(parsing: bytes) else { return }
        precondition(list.thisUpdate <= list.nextUpdate, "ends before it begins")
        if let authority { precondition((try? list.check(signedBy: authority)) == nil, "signed by nobody") }
    }

    private static let certificate: Target = { bytes in
        guard let certificate = try? PeerCertificate(der: bytes) else { return }
        precondition((try? PeerCertificate(der: certificate.der)) == certificate, "read otherwise")
        _ = try? CertificateAuthority(der: bytes)
    }
}
