import SwiftASN1
import X509

extension RevocationList {
    /// What an AlgorithmIdentifier stands for; throws `Refusal` unless it is one of those that are accepted, SHA-1 never among them.
    static func algorithm(_ node: ASN1Node) throws -> Certificate.SignatureAlgorithm {
        try DER.sequence(node, identifier: .sequence) { nodes in
            let identifier = try ASN1ObjectIdentifier(derEncoded: &nodes)
            let parameters = nodes.next()
            guard let algorithm = accepted[identifier] else { throw Refusal.algorithm(identifier) }
            // RSA has NULL or nothing (RFC 4055 §5), the others nothing (RFC 5758 §3.2, RFC 8410 §3).
            guard parameters.map({ $0.identifier == .null && rsa.contains(algorithm) }) ?? true else {
                throw Refusal.malformed("its signature algorithm has parameters")
            }
            return algorithm
        }
    }

    private static let rsa: Set<Certificate.SignatureAlgorithm> = [
        .sha256WithRSAEncryption, .sha384WithRSAEncryption, .sha512WithRSAEncryption,
    ]

    private static let accepted: [ASN1ObjectIdentifier: Certificate.SignatureAlgorithm] = [
        [1, 2, 840, 10045, 4, 3, 2]: .ecdsaWithSHA256,
        [1, 2, 840, 10045, 4, 3, 3]: .ecdsaWithSHA384,
        [1, 2, 840, 10045, 4, 3, 4]: .ecdsaWithSHA512,
        [1, 2, 840, 113549, 1, 1, 11]: .sha256WithRSAEncryption,
        [1, 2, 840, 113549, 1, 1, 12]: .sha384WithRSAEncryption,
        [1, 2, 840, 113549, 1, 1, 13]: .sha512WithRSAEncryption,
        [1, 3, 101, 112]: .ed25519,
    ]
}
