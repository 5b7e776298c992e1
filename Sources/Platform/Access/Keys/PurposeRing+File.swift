import Documents
import MessageSignatures

/// The file of a ring: `signing-REALM-PURPOSE.json` beside the platform's other secrets,
/// `{"schema_version": 1, "purpose": WORD, "keys": [{"jwk": JWK, "created_at": TIME, "signs_from": TIME, …}]}`, times in RFC 3339.
extension PurposeRing {
    /// What the file may have.
    static let maximumBytes = 256 << 10

    /// - Throws: `malformed`, with what is wrong and never a part of a key.
    init(file bytes: [UInt8], purpose: KeyPurpose) throws(Refusal) {
        let document: Node
        do { document = try JSONReader.read(bytes) } catch { throw Refusal(.malformed, "expected a JSON document") }
        guard document["schema_version"]?.integer == 1, document["purpose"]?.string == purpose.rawValue,
            let entries = document["keys"]?.array
        else { throw Refusal(.malformed, "expected schema_version 1, the purpose \(purpose.rawValue) and keys") }
        var keys: [PurposeKey] = []
        for (index, entry) in entries.enumerated() { keys.append(try PurposeKey(entry, at: index)) }
        try self.init(purpose, keys)
    }

    /// The text of the file; it holds private keys.
    var file: [UInt8] {
        Node.object([
            ("schema_version", 1), ("purpose", .string(purpose.rawValue)), ("keys", .array(keys.map(\.entry))),
        ]).prettyBytes() + [UInt8(ascii: "\n")]
    }
}

extension PurposeKey {
    private static let members: Set<String> = [
        "jwk", "created_at", "signs_from", "signs_until", "revoked_at", "cause", "revocation_cause",
    ]

    fileprivate init(_ entry: Node, at index: Int) throws(PurposeRing.Refusal) {
        func refusal(_ text: String) -> PurposeRing.Refusal { .init(.malformed, "/keys/\(index): \(text)") }
        func time(_ name: String) throws(PurposeRing.Refusal) -> Timestamp? {
            guard let node = entry[name] else { return nil }
            guard let text = node.string, let time = try? Timestamp(parsing: text) else {
                throw refusal("expected \(name) as a time of RFC 3339")
            }
            return time
        }
        if let stray = entry.members?.first(where: { !Self.members.contains($0.key) }) {
            throw refusal("unknown member \(stray.key.excerpt)")
        }
        guard let jwk = entry["jwk"], let created = try time("created_at") else { throw refusal("expected jwk and created_at") }
        let signingKey: SigningKey?
        let publicKey: VerificationKey
        do throws(KeyError) {
            signingKey = jwk["d"] == nil ? nil : try SigningKey(jwk: jwk)
            if let signingKey { publicKey = signingKey.verificationKey } else { publicKey = try VerificationKey(jwk: jwk) }
        } catch { throw refusal("jwk: \(error.message)") }
        self.init(
            signingKey: signingKey, publicKey: publicKey, createdAt: created, signsFrom: try time("signs_from"),
            signsUntil: try time("signs_until"), revokedAt: try time("revoked_at"), cause: entry["cause"]?.string,
            revocationCause: entry["revocation_cause"]?.string)
    }

    fileprivate var entry: Node {
        let optional: [(String, String?)] = [
            ("signs_from", signsFrom?.description), ("signs_until", signsUntil?.description), ("revoked_at", revokedAt?.description),
            ("cause", cause), ("revocation_cause", revocationCause),
        ]
        return .object(
            [("jwk", signingKey?.jwk() ?? publicKey.jwk()), ("created_at", .string(createdAt.description))]
                + optional.compactMap { name, text in text.map { (name, Node.string($0)) } })
    }
}
