package import Documents

/// The keys that somebody is trusted with, found by identifier.
package struct KeySet: Sendable, Hashable {
    /// The most keys read from one document.
    static let maximumKeys = 256

    /// In the order given.
    package let keys: [VerificationKey]

    /// Of keys with the same identifier the first counts.
    package init(_ keys: [VerificationKey]) {
        self.keys = keys
    }

    /// Reads a JWK Set (RFC 7517 §5).
    ///
    /// Keys of types, curves, algorithms or uses that are not supported here are passed over, as §5 asks. Throws `malformed` for ill-formed
    /// keys of supported types, `privateMaterial` when a private key or a secret is among them, `duplicateIdentifier`.
    package init(jwks: Node) throws(KeyError) {
        guard let nodes = jwks["keys"]?.array else { throw KeyError(.malformed, "expected a JSON object with an array keys") }
        guard nodes.count <= Self.maximumKeys else {
            throw KeyError(.malformed, "expected at most \(Self.maximumKeys) keys, got \(nodes.count)")
        }
        var keys: [VerificationKey] = []
        for node in nodes {
            do throws(KeyError) {
                keys.append(try VerificationKey(jwk: node))
            } catch {
                guard error.code == .unsupported else { throw error }
            }
        }
        var seen: Set<String> = []
        if let twice = keys.first(where: { !seen.insert($0.keyID).inserted }) {
            throw KeyError(.duplicateIdentifier, "the identifier \(twice.keyID) occurs twice")
        }
        self.init(keys)
    }

    /// The key with that `kid`, nil when there is none.
    package func key(_ id: String) -> VerificationKey? { keys.first { $0.keyID.utf8.elementsEqual(id.utf8) } }

    /// The set as a document to publish; shared secrets are left out.
    package func jwks() -> Node {
        .object([("keys", .array(keys.filter { !$0.algorithm.isSymmetric }.map { $0.jwk() }))])
    }
}
