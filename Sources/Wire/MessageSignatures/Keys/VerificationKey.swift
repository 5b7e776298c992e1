package import Documents

/// A key that verifies signatures of one algorithm, with what its owner says about it.
///
/// Made from public keys only, except by `SigningKey.verificationKey` of a shared secret. Equality covers the key and all that is said of it.
package struct VerificationKey: Sendable {
    /// The `kid`: the RFC 7638 thumbprint unless its owner chose another.
    package let keyID: String
    /// The one algorithm this key is used with, whatever a message claims.
    package let algorithm: SignatureAlgorithm
    /// The key is not to be used before this time (member `nbf`).
    package let notBefore: Timestamp?
    /// The key is not to be used after this time (member `exp`).
    package let notAfter: Timestamp?
    /// What the owner uses the key for (member `role`), free text.
    package let role: String?
    private let material: PublicMaterial

    init(
        _ material: PublicMaterial, algorithm: SignatureAlgorithm, keyID: String?, notBefore: Timestamp? = nil, notAfter: Timestamp? = nil,
        role: String? = nil
    ) {
        self.material = material
        self.algorithm = algorithm
        self.keyID = keyID ?? material.thumbprint
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.role = role
    }

    /// Reads a public JWK (RFC 7517): OKP Ed25519, EC P-256 and P-384, RSA of at least 2048 bits.
    ///
    /// Without `algorithm` and `alg` an RSA key is taken for `rsa-pss-sha512`. Throws `privateMaterial` for private keys and secrets:
    /// whoever publishes one has lost it.
    package init(jwk: Node, algorithm: SignatureAlgorithm? = nil) throws(KeyError) {
        let material = try PublicMaterial(jwk: jwk)
        if let name = JWKMetadata.privateMembers.first(where: { jwk[$0] != nil }) {
            throw KeyError(.privateMaterial, "expected a public key, got one with the private member \(name)")
        }
        try JWKMetadata.checkUse(of: jwk, operation: "verify")
        self.init(
            material, algorithm: try JWKMetadata.algorithm(of: jwk, material: material, wanted: algorithm),
            keyID: try JWKMetadata.identifier(of: jwk), notBefore: try JWKMetadata.time(jwk, "nbf"),
            notAfter: try JWKMetadata.time(jwk, "exp"),
            role: jwk["role"]?.string)
    }

    /// Reads a public key in PEM (RFC 7468).
    package init(pem: String, keyID: String? = nil, algorithm: SignatureAlgorithm) throws(KeyError) {
        self.init(try PublicMaterial(pem: pem, algorithm: algorithm), algorithm: algorithm, keyID: keyID)
    }

    /// Whether the signature is this key's over exactly these bytes. Never throws: what is ill-formed is not valid.
    package func isValid(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        material.isValid(signature, over: bytes, algorithm: algorithm)
    }

    /// Whether the key may be used at that time.
    package func isUsable(at time: Timestamp) -> Bool {
        (notBefore.map { time >= $0 } ?? true) && (notAfter.map { time <= $0 } ?? true)
    }

    /// The key as a JWK with `kid`, `alg`, `use` and what is said of it; of a shared secret everything but the secret.
    package func jwk() -> Node {
        var members = material.members.map { ($0.name, Node.string($0.value)) }
        members += [("kid", .string(keyID)), ("alg", .string(algorithm.joseName)), ("use", "sig")]
        if let notBefore { members.append(("nbf", .integer(Int(notBefore.seconds)))) }
        if let notAfter { members.append(("exp", .integer(Int(notAfter.seconds)))) }
        if let role { members.append(("role", .string(role))) }
        return .object(members)
    }

    /// The SHA-256 thumbprint of RFC 7638, 43 characters of base64url; empty for a shared secret.
    package var thumbprint: String { material.thumbprint }

    /// The same key with these statements instead of the present ones.
    package func annotated(notBefore: Timestamp? = nil, notAfter: Timestamp? = nil, role: String? = nil) -> VerificationKey {
        VerificationKey(material, algorithm: algorithm, keyID: keyID, notBefore: notBefore, notAfter: notAfter, role: role)
    }
}

extension VerificationKey: Hashable {
    package static func == (left: VerificationKey, right: VerificationKey) -> Bool {
        left.keyID == right.keyID && left.algorithm == right.algorithm && left.notBefore == right.notBefore
            && left.notAfter == right.notAfter && left.role == right.role && left.material.fingerprint == right.material.fingerprint
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keyID)
        hasher.combine(algorithm)
    }
}

extension VerificationKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "\(algorithm.rawValue) key \(keyID)" }
    package var debugDescription: String { description }
    /// Identifier and algorithm: a shared secret must not show in a `dump`.
    package var customMirror: Mirror { Mirror(self, children: ["keyID": keyID, "algorithm": algorithm]) }
}
