import Crypto
import Documents
import Foundation

/// What one event is sealed and blinded with, drawn from its subject's key (HKDF, RFC 5869): who is shown one event's blinding learns
/// nothing of another's.
struct EventSeal: Sendable {
    /// 32 bytes without which nobody can find out by trying what a leaf commits to.
    let blinding: [UInt8]
    private let key: SymmetricKey
    private let eventID: [UInt8]

    init(subjectKey: SymmetricKey, eventID: String) {
        self.eventID = Array(eventID.utf8)
        func drawn(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: subjectKey, salt: Data(eventID.utf8), info: Data(purpose.utf8), outputByteCount: 32)
        }
        key = drawn("audit event: seal")
        blinding = drawn("audit event: blinding").withUnsafeBytes { Array($0) }
    }

    /// AES-256-GCM with a random nonce in front, bound to the event's id.
    func sealed(_ document: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(Data(document), using: key, authenticating: Data(eventID))
        guard let bytes = box.combined else { throw AuditError(.damaged, "a sealed event has no whole form") }
        return [UInt8](bytes)
    }

    /// - Throws: `AuditError` `damaged` for what was not sealed for this event.
    func opened(_ sealed: [UInt8]) throws -> [UInt8] {
        do {
            return [UInt8](try AES.GCM.open(AES.GCM.SealedBox(combined: Data(sealed)), using: key, authenticating: Data(eventID)))
        } catch {
            throw AuditError(.damaged, "what is stored beside a leaf is not what was sealed for it")
        }
    }

    /// What the leaf holds: HMAC-SHA256 over the document, keyed with the blinding, lower-case hex.
    func commitment(to document: [UInt8]) -> String {
        AuditLeaf.hex(HMAC<SHA256>.authenticationCode(for: Data(document), using: SymmetricKey(data: blinding)))
    }
}
