import Crypto
import Documents
import Foundation
import MessageSignatures
import Store

/// What an audit event tells beside who and when, kept out of the log's leaf: every regulator can read every leaf, and some reads tell by
/// themselves that a player is under suspicion.
///
/// The leaf holds the SHA-256 of the detail, which the platform keeps beside it. A blinding that only the realm's key gives keeps others from
/// finding the detail by trying.
struct SealedDetail: Sendable {
    private static let member = "sealed_sha256"

    /// Canonical JSON of the detail and its blinding.
    let bytes: [UInt8]
    /// Of these bytes, lower-case hex.
    let sha256: String

    init(_ detail: Node, requestID: String, realmKey: SigningKey) throws {
        let blinding = HMAC<SHA256>.authenticationCode(
            for: Data(requestID.utf8), using: realmKey.derivedSecret("sealed details of audit events"))
        bytes = try detail.setting("blinding", .string(Array(blinding).lowerHex)).canonicalBytes()
        sha256 = Array(SHA256.hash(data: bytes)).lowerHex
    }

    /// What the leaf holds in place of the detail.
    var reference: Node { .object([(Self.member, .string(sha256))]) }

    /// Whether an event's detail is kept apart.
    static func isSealed(_ detail: Node) -> Bool { detail[member] != nil }

    /// The detail that a leaf refers to; itself when it was not sealed.
    /// - Throws: `StoreError` `damaged` when it is not there or not what was sealed.
    static func opened(_ detail: Node, in snapshot: Snapshot) throws -> Node {
        guard let sha256 = detail[member]?.string else { return detail }
        guard let bytes = try snapshot.auditAttachment(sha256), Array(SHA256.hash(data: bytes)).lowerHex == sha256 else {
            throw StoreError(.damaged, "the detail \(sha256) of an event is not in the store")
        }
        return try JSONReader.read(bytes).removing("blinding")
    }
}

extension SigningKey {
    /// A secret for one purpose, which stays the same as long as the realm's key does and tells nothing of it.
    func derivedSecret(_ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(jwk().compactBytes())), info: Data(purpose.utf8), outputByteCount: 32)
    }
}

extension [UInt8] {
    fileprivate var lowerHex: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
