package import Documents

/// A key that signs with one algorithm. Prints, mirrors and interpolates as its identifier only.
package struct SigningKey: Sendable {
    /// What `kid` and `keyid` name it.
    package let keyID: String
    package let algorithm: SignatureAlgorithm
    private let material: PrivateMaterial

    private init(_ material: PrivateMaterial, algorithm: SignatureAlgorithm, keyID: String?) throws(KeyError) {
        let id = keyID ?? material.publicMaterial.thumbprint
        guard !id.isEmpty else { throw KeyError(.malformed, "a shared secret needs an identifier of its own") }
        self.material = material
        self.algorithm = algorithm
        self.keyID = id
    }

    /// A new key from the system's random numbers; without `keyID` it is called by its RFC 7638 thumbprint, which a shared secret has not.
    package static func generate(_ algorithm: SignatureAlgorithm, keyID: String? = nil) throws(KeyError) -> SigningKey {
        try SigningKey(try PrivateMaterial(generating: algorithm), algorithm: algorithm, keyID: keyID)
    }

    /// Reads a private JWK (RFC 7517): OKP Ed25519, EC P-256 and P-384, RSA with its primes, or `oct` for HMAC.
    package init(jwk: Node, algorithm: SignatureAlgorithm? = nil) throws(KeyError) {
        let material = try PrivateMaterial(jwk: jwk)
        try JWKMetadata.checkUse(of: jwk, operation: "sign")
        try self.init(
            material, algorithm: try JWKMetadata.algorithm(of: jwk, material: material.publicMaterial, wanted: algorithm),
            keyID: try JWKMetadata.identifier(of: jwk))
    }

    /// Reads a private key in PEM (PKCS #8, SEC 1 or PKCS #1, not encrypted).
    package init(pem: String, keyID: String? = nil, algorithm: SignatureAlgorithm) throws(KeyError) {
        try self.init(try PrivateMaterial(pem: pem, algorithm: algorithm), algorithm: algorithm, keyID: keyID)
    }

    /// A secret shared with the verifier, for HMAC; at least 24 bytes.
    package init(secret: [UInt8], keyID: String) throws(KeyError) {
        try self.init(.secret(try PrivateMaterial.checked(secret)), algorithm: .hmacSHA256, keyID: keyID)
    }

    /// The signature in the encoding that RFC 9421 and JOSE share: for ECDSA `r ‖ s`.
    package func signature(over bytes: [UInt8]) throws(KeyError) -> [UInt8] {
        try material.signature(over: bytes, algorithm: algorithm)
    }

    /// What others need to verify. Of a shared secret it holds the secret: give it to no one else.
    package var verificationKey: VerificationKey {
        VerificationKey(material.publicMaterial, algorithm: algorithm, keyID: keyID)
    }

    /// The private key as a JWK, for storing it where only its owner reads. This is the only way its material leaves the value.
    package func jwk() -> Node {
        var members = material.publicMaterial.members + material.privateMembers
        members += [("kid", keyID), ("alg", algorithm.joseName), ("use", "sig")]
        return .object(members.map { ($0.name, Node.string($0.value)) })
    }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "private \(algorithm.rawValue) key \(keyID), material withheld" }
    package var debugDescription: String { description }
    /// Identifier and algorithm, so that `dump` shows no more.
    package var customMirror: Mirror { Mirror(self, children: ["keyID": keyID, "algorithm": algorithm]) }
}
