import Documents

/// The members of a JWK that are not key material (RFC 7517 §4).
enum JWKMetadata {
    /// Members that only private and secret keys have.
    static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    /// The key's algorithm: as asked for, as its `alg` says, or the usual one of its kind. All that are given must agree with the kind.
    static func algorithm(of jwk: Node, material: PublicMaterial, wanted: SignatureAlgorithm?) throws(KeyError) -> SignatureAlgorithm {
        var stated: SignatureAlgorithm?
        if let node = jwk["alg"] {
            guard let name = node.string else { throw KeyError(.malformed, "expected alg as a string, got \(node.kindName)") }
            guard let known = SignatureAlgorithm(joseName: name) else {
                throw KeyError(.unsupported, "the algorithm \(name) is not supported")
            }
            stated = known
        }
        guard let algorithm = wanted ?? stated ?? material.algorithms.first, stated == nil || stated == algorithm,
            material.algorithms.contains(algorithm)
        else { throw KeyError(.algorithmMismatch, "the key's type, its alg and the algorithm asked for do not agree") }
        return algorithm
    }

    /// The key's identifier: `kid`, or nil when it has none.
    static func identifier(of jwk: Node) throws(KeyError) -> String? {
        guard let node = jwk["kid"] else { return nil }
        guard let id = node.string, !id.isEmpty else { throw KeyError(.malformed, "expected kid as a string that is not empty") }
        return id
    }

    /// Throws `unsupported` when the key says it is for something other than signatures (`use`, `key_ops`).
    static func checkUse(of jwk: Node, operation: String) throws(KeyError) {
        if let use = jwk["use"], use.string != "sig" { throw KeyError(.unsupported, "the key's use is not sig") }
        if let operations = jwk["key_ops"] {
            guard let names = operations.array else { throw KeyError(.malformed, "expected key_ops as an array") }
            guard names.contains(where: { $0.string == operation }) else {
                throw KeyError(.unsupported, "the key's key_ops lack \(operation)")
            }
        }
    }

    /// A member that counts seconds since 1970, as `nbf` and `exp` of JWT do.
    static func time(_ jwk: Node, _ name: String) throws(KeyError) -> Timestamp? {
        guard let node = jwk[name] else { return nil }
        guard let seconds = node.integer else { throw KeyError(.malformed, "expected \(name) in whole seconds since 1970") }
        return Timestamp(seconds: Int64(seconds))
    }
}
