import Crypto
import Testing

@testable import AuditTrail

@Suite struct EventSealTests {
    private let key = SymmetricKey(data: [UInt8](repeating: 7, count: 32))
    private let document = Array(#"{"id":"P-1"}"#.utf8)

    @Test func `what was sealed is opened for its event alone`() throws {
        let seal = EventSeal(subjectKey: key, eventID: "e-1")
        let sealed = try seal.sealed(document)
        #expect(try seal.opened(sealed) == document)
        for other in [EventSeal(subjectKey: key, eventID: "e-2"), EventSeal(subjectKey: SymmetricKey(size: .bits256), eventID: "e-1")] {
            #expect(throws: AuditError(.damaged, "")) { try other.opened(sealed) }
        }
        for position in sealed.indices {
            var spoilt = sealed
            spoilt[position] ^= 1
            #expect(throws: AuditError(.damaged, "")) { try seal.opened(spoilt) }
        }
    }

    @Test func `a commitment is to one document under one blinding, and blindings tell nothing of each other`() {
        let seal = EventSeal(subjectKey: key, eventID: "e-1")
        let other = EventSeal(subjectKey: key, eventID: "e-2")
        #expect(seal.blinding.count == 32 && seal.blinding != other.blinding)
        #expect(seal.commitment(to: document) != other.commitment(to: document))
        #expect(seal.commitment(to: document) != seal.commitment(to: document + [32]))
        // RFC 2104 by another's hand: `openssl dgst -sha256 -mac HMAC`, with the key below.
        #expect(
            AuditLeaf.hex(HMAC<SHA256>.authenticationCode(for: document, using: SymmetricKey(data: [UInt8](repeating: 11, count: 32))))
                == "db5f80a7cec69922cd4b0004b52cb4f402f454c7efb0850ed117693ee5d94834")
    }

    @Test(arguments: [AuditSubject.operation, .own, .licence("UKGC-1"), .client("mga"), .player("P:1")])
    func `a subject is read back from its name`(subject: AuditSubject) {
        #expect(AuditSubject(name: subject.name) == subject)
    }

    @Test(arguments: ["", "player", "operation:1", "nobody:1", "own:"])
    func `what names no subject is none`(name: String) {
        #expect(AuditSubject(name: name) == nil)
    }
}
