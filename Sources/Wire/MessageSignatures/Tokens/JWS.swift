package import Documents

/// JSON Web Signatures in the compact serialization, with the payload inside or beside it (RFC 7515, RFC 7797).
package enum JWS {
    /// The most characters of a header that are read.
    static let maximumHeaderCharacters = 16 << 10

    /// `header.payload.signature`.
    ///
    /// `alg` and, where the header has none, `kid` are put in from the key; a header that names another `alg`, or `b64` or `crit`, is refused
    /// with `cannotSign`.
    package static func compact(payload: [UInt8], header: [(String, Node)] = [], key: SigningKey) throws(JWSError) -> String {
        let protected = try protectedHeader(header, extra: [], key: key)
        let input = "\(protected).\(Base64URL.encode(payload))"
        return "\(input).\(try signature(over: Array(input.utf8), key: key))"
    }

    /// `header..signature` over payload bytes that travel elsewhere, unencoded: `b64` is false and critical (RFC 7797 §3).
    package static func detached(payload: [UInt8], header: [(String, Node)] = [], key: SigningKey) throws(JWSError) -> String {
        let protected = try protectedHeader(header, extra: [("b64", false), ("crit", ["b64"])], key: key)
        return "\(protected)..\(try signature(over: Array("\(protected).".utf8) + payload, key: key))"
    }

    /// The header and payload of a signature that one of these keys made with an allowed algorithm.
    ///
    /// The key is the one that `kid` names; without `kid` each key of the header's algorithm is tried. `understands` lists the names that
    /// may be critical besides `b64`, and whose meaning the caller then sees to. Neither times of keys nor claims are looked at.
    package static func verify(
        _ compact: String, keys: KeySet, allowed: Set<SignatureAlgorithm>, understands: Set<String> = []
    ) throws(JWSError) -> (header: Node, payload: [UInt8]) {
        let parts = try Parts(compact, understands: understands)
        guard !parts.payload.isEmpty || parts.isEncoded else {
            throw JWSError(.malformed, "an unencoded payload is expected beside the signature")
        }
        let payload: [UInt8]
        if parts.isEncoded {
            guard let decoded = Base64URL.decode(parts.payload) else { throw JWSError(.malformed, "expected the payload in base64url") }
            payload = decoded
        } else {
            payload = Array(parts.payload.utf8)
        }
        try parts.check(over: Array("\(parts.protected).\(parts.payload)".utf8), keys: keys, allowed: allowed)
        return (parts.header, payload)
    }

    /// The header of a detached signature over these payload bytes, which one of these keys made with an allowed algorithm.
    ///
    /// With and without `b64` false; otherwise like `verify`.
    package static func verifyDetached(
        _ jws: String, payload: [UInt8], keys: KeySet, allowed: Set<SignatureAlgorithm>, understands: Set<String> = []
    ) throws(JWSError) -> Node {
        let parts = try Parts(jws, understands: understands)
        guard parts.payload.isEmpty else { throw JWSError(.malformed, "expected the payload beside the signature, not in it") }
        let content = parts.isEncoded ? Array(Base64URL.encode(payload).utf8) : payload
        try parts.check(over: Array("\(parts.protected).".utf8) + content, keys: keys, allowed: allowed)
        return parts.header
    }

    // MARK: Signing

    private static func protectedHeader(
        _ header: [(String, Node)], extra: [(String, Node)], key: SigningKey
    ) throws(JWSError) -> String {
        for (name, value) in header {
            let isForeign = name == "alg" && value.string != key.algorithm.joseName
            guard !isForeign, name != "b64", name != "crit" else {
                throw JWSError(.cannotSign, "the header may not set \(name) to \(String(decoding: value.compactBytes(), as: UTF8.self))")
            }
        }
        var members: [(String, Node)] = [("alg", .string(key.algorithm.joseName))] + header.filter { $0.0 != "alg" }
        if !header.contains(where: { $0.0 == "kid" }) { members.append(("kid", .string(key.keyID))) }
        return Base64URL.encode(Node.object(members + extra).compactBytes())
    }

    private static func signature(over input: [UInt8], key: SigningKey) throws(JWSError) -> String {
        do throws(KeyError) {
            return Base64URL.encode(try key.signature(over: input))
        } catch {
            throw JWSError(.cannotSign, error.message)
        }
    }
}
