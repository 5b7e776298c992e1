import Documents
import Results

/// Reads `signature` (how a message must be signed) and `signed` (how a request is signed).
struct SignatureReader {
    private static let algorithms = [
        "ed25519", "ecdsa-p256-sha256", "ecdsa-p384-sha384", "rsa-pss-sha512", "rsa-v1_5-sha256", "hmac-sha256",
    ]
    private static let derived = [
        "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query", "@query-param", "@status",
    ]

    static func read(_ member: Node.Member, from source: inout ContractSource) -> SignatureSpecification? {
        let keys = ["scheme", "covers", "algorithms", "keys", "created_within", "skew", "tag", "digest"]
        guard let object = source.object(member.value, as: "`signature`", keys: keys) else { return nil }
        var schemes: [SignatureSpecification.Scheme] = []
        if let scheme = object["scheme"] {
            for node in source.list(scheme.value) {
                if let one = source.choice(node, as: "`scheme`", of: SignatureSpecification.Scheme.self) { schemes.append(one) }
            }
        }
        if let keys = object["keys"], source.string(keys) != nil, keys.value.string != "jwks" {
            let word = keys.value.string ?? ""
            source.report(.unknownValue(word, of: "`keys`", known: ["jwks"], near: [], at: source.text.location(of: keys.value)))
        }
        let location = source.text.location(ofKey: member)
        return SignatureSpecification(
            schemes: schemes.isEmpty ? [.rfc9421] : schemes, covers: object["covers"].map { components($0, from: &source) } ?? [],
            algorithms: object["algorithms"].map { algorithms($0, from: &source) } ?? [],
            createdWithin: source.duration(object["created_within"])?.value ?? .seconds(300),
            skew: source.duration(object["skew"])?.value ?? .seconds(5), tag: source.string(object["tag"]),
            requiresDigest: object["digest"].flatMap { source.choice($0.value, as: "`digest`", of: Digest.self) } != .optional,
            source: location)
    }

    static func signed(_ member: Node.Member, from source: inout ContractSource) -> RequestSignature? {
        let keys = ["covers", "tag", "expires_after", "nonce", "fault"]
        guard let object = source.object(member.value, as: "`signed`", keys: keys) else { return nil }
        let covers = object["covers"].map { components($0, from: &source).map(\.value) }
        let nonce = object["nonce"].flatMap { source.choice($0.value, as: "`nonce`", of: Nonce.self) }
        return RequestSignature(
            covers: covers ?? ["@method", "@target-uri", "content-digest", "content-type"], tag: source.string(object["tag"]),
            expiresAfter: object["expires_after"] == nil ? .seconds(300) : source.duration(object["expires_after"])?.value,
            hasNonce: nonce != Nonce.absent,
            fault: object["fault"].flatMap { source.choice($0.value, as: "`fault`", of: RequestSignature.Fault.self) },
            source: source.text.location(ofKey: member))
    }

    private enum Digest: String, CaseIterable {
        case required, optional
    }

    private enum Nonce: String, CaseIterable {
        case fresh
        case absent = "none"
    }

    private static func components(_ member: Node.Member, from source: inout ContractSource) -> [Located<String>] {
        source.list(member.value).compactMap { node in
            guard let written = source.string(node, as: "`covers`") else { return nil }
            let location = source.text.location(of: node)
            guard isComponent(written) else {
                source.report(.badComponent(written, at: location))
                return nil
            }
            return Located(written, location)
        }
    }

    /// `name`, or `"name"` with parameters; derived names are those of RFC 9421 §2.2.
    private static func isComponent(_ text: String) -> Bool {
        var name = text[...]
        if text.hasPrefix("\"") {
            guard let close = text.dropFirst().firstIndex(of: "\"") else { return false }
            name = text[text.index(after: text.startIndex)..<close]
            let parameters = text[text.index(after: close)...]
            guard parameters.isEmpty || parameters.hasPrefix(";") else { return false }
        } else if let semicolon = text.firstIndex(of: ";") {
            name = text[..<semicolon]
        }
        if name.hasPrefix("@") { return derived.contains(String(name)) }
        return !name.isEmpty && name == name.lowercased()
            && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 95 }
    }

    private static func algorithms(_ member: Node.Member, from source: inout ContractSource) -> [String] {
        source.list(member.value).compactMap { node in
            guard let word = source.string(node, as: "`algorithms`") else { return nil }
            guard algorithms.contains(word) else {
                let near = Spelling.nearest(to: word, among: algorithms)
                source.report(.unknownValue(word, of: "`algorithms`", known: algorithms, near: near, at: source.text.location(of: node)))
                return nil
            }
            return word
        }
    }
}
