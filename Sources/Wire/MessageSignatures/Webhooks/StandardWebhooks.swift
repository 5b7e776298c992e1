package import Documents
package import HTTPTypes

/// Signed webhooks as the Standard Webhooks specification has them: three fields, a signature over `id.timestamp.body`.
///
/// `v1` is HMAC-SHA256 with a shared secret, `v1a` Ed25519 with a public key.
package enum StandardWebhooks {
    /// The most signatures read from one field.
    static let maximumSignatures = 16

    /// The value of `webhook-signature`: `v1a,…` with an Ed25519 key, `v1,…` with a shared secret.
    ///
    /// `timestamp` counts seconds since 1970. Throws `malformed` for an id that is empty, has a full stop or is not printable ASCII, and
    /// `cannotSign` for keys of other algorithms.
    package static func sign(id: String, timestamp: Int64, body: [UInt8], key: SigningKey) throws(SignatureError) -> String {
        guard let version = version(of: key.algorithm) else {
            throw SignatureError(.cannotSign, "webhooks are signed with Ed25519 or HMAC, not \(key.algorithm.rawValue)")
        }
        let signed = try content(id: id, timestamp: String(timestamp), body: body)
        do throws(KeyError) {
            return "\(version),\(Base64Alphabet.standard.encode(try key.signature(over: signed)))"
        } catch {
            throw SignatureError(.cannotSign, error.message)
        }
    }

    /// The key that signed the webhook; one good signature suffices, others and other versions are passed over.
    ///
    /// Throws `missing` or `malformed` for the three fields, `tooOld` or `inTheFuture` when the timestamp is more than `tolerance` away,
    /// `wrong` when no signature is that of one of the keys. Whether the id was seen before is for the caller to find out.
    package static func verify(
        _ fields: HTTPFields, body: [UInt8], keys: KeySet, now: Timestamp, tolerance: Duration = .seconds(300)
    ) throws(SignatureError) -> VerificationKey {
        let id = try single("webhook-id", in: fields)
        let timestamp = try single("webhook-timestamp", in: fields)
        let signatures = try single("webhook-signature", in: fields).split(separator: " ")
        guard timestamp.utf8.count <= 15, timestamp.utf8.allSatisfy(StructuredFieldParser.isDigit), let seconds = Int64(timestamp) else {
            throw SignatureError(.malformed, "expected webhook-timestamp in whole seconds since 1970")
        }
        let sent = Timestamp(seconds: seconds)
        if now - sent > tolerance { throw SignatureError(.tooOld, "sent at \(sent), the clock shows \(now)") }
        if sent - now > tolerance { throw SignatureError(.inTheFuture, "sent at \(sent), the clock shows \(now)") }
        guard signatures.count <= maximumSignatures else {
            throw SignatureError(.malformed, "expected at most \(maximumSignatures) signatures, got \(signatures.count)")
        }
        let signed = try content(id: id, timestamp: timestamp, body: body)
        for signature in signatures {
            let halves = signature.split(separator: ",", maxSplits: 1)
            guard halves.count == 2, let bytes = Base64Alphabet.standard.decode(halves[1].utf8) else { continue }
            for key in keys.keys where version(of: key.algorithm) == String(halves[0]) && key.isUsable(at: now) {
                if key.isValid(bytes, over: signed) { return key }
            }
        }
        throw SignatureError(.wrong, "none of the \(signatures.count) signatures is that of a trusted key")
    }

    /// The bytes of a shared secret written as `whsec_` and standard Base64; nil for other texts.
    package static func secret(_ text: String) -> [UInt8]? {
        guard text.hasPrefix("whsec_") else { return nil }
        return Base64Alphabet.standard.decode(text.utf8.dropFirst(6))
    }

    /// An Ed25519 key as receivers' libraries write it: `whpk_` and the 32 bytes in standard Base64; nil for other keys.
    package static func publicKey(_ key: VerificationKey) -> String? {
        guard key.algorithm == .ed25519, let bytes = key.jwk()["x"]?.string.flatMap(Base64URL.decode) else { return nil }
        return "whpk_\(Base64Alphabet.standard.encode(bytes))"
    }

    private static func version(of algorithm: SignatureAlgorithm) -> String? {
        switch algorithm {
        case .ed25519: "v1a"
        case .hmacSHA256: "v1"
        case .ecdsaP256SHA256, .ecdsaP384SHA384, .rsaPSSSHA512, .rsaV15SHA256: nil
        }
    }

    /// A full stop in the id would let id and timestamp be cut elsewhere.
    private static func content(id: String, timestamp: String, body: [UInt8]) throws(SignatureError) -> [UInt8] {
        guard !id.isEmpty, id.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ".") }) else {
            throw SignatureError(.malformed, "expected webhook-id in visible ASCII without full stops")
        }
        return Array("\(id).\(timestamp).".utf8) + body
    }

    private static func single(_ name: String, in fields: HTTPFields) throws(SignatureError) -> String {
        let values = fields.filter { $0.name.canonicalName == name }.map(\.value)
        guard let value = values.first else { throw SignatureError(.missing, "the message has no \(name)") }
        guard values.count == 1 else { throw SignatureError(.malformed, "the message has \(name) \(values.count) times") }
        return value
    }
}
