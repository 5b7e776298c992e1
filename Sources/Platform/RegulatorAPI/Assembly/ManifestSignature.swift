import Documents
import MessageSignatures

/// The detached JWS (RFC 7797) over a run's manifest.
enum ManifestSignature {
    static func make(over manifest: [UInt8], key: SigningKey) throws -> String {
        try JWS.detached(payload: manifest, header: [("typ", "assay-manifest+jws")], key: key)
    }
}
