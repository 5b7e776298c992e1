import Crypto
import Documents
import Foundation
import MessageSignatures
import Synchronization
import TestSupport
import Testing

@testable import Access

/// The files of the keys: made, read again when they change, written for their owner alone, and made from the one key of earlier versions.
struct PlatformKeysTests {
    private let folder: TemporaryFolder
    private let clock = World.Clock()
    private let events = Events()

    private final class Events: Sendable {
        private let list = Mutex<[PlatformKeys.Event]>([])
        func append(_ event: PlatformKeys.Event) { list.withLock { $0.append(event) } }
        var all: [PlatformKeys.Event] { list.withLock { $0 } }
    }

    init() throws {
        folder = try TemporaryFolder()
    }

    private func made(_ realm: Realm.Name = .sandbox) throws {
        for file in try PlatformKeyFiles.fresh(of: realm, at: clock.now) { try write(file.text, to: file.name) }
    }

    private func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        let path = try folder.write(text, to: name)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func opened() throws -> PlatformKeys {
        try PlatformKeys(directory: folder.path, realm: .sandbox, now: { [clock] in clock.now }, report: { [events] in events.append($0) })
    }

    private func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions] as? Int
    }

    @Test func `each purpose has a key of its own, and a key of one purpose verifies nothing of another`() throws {
        try made()
        let keys = try opened()
        let ids = KeyPurpose.allCases.map { keys.signer($0).keyID }
        #expect(Set(ids).count == KeyPurpose.allCases.count)
        #expect(keys.published.map(\.keyID).sorted() == ids.sorted())
        #expect(keys.published.allSatisfy { key in keys.signer(KeyPurpose(rawValue: key.role ?? "") ?? .token).keyID == key.keyID })
        #expect(keys.ring(.token).accepted(at: clock.now).map(\.keyID) == [keys.signer(.token).keyID])
    }

    @Test func `a rotation is written for its owner alone, is in force without a restart, and is told of`() throws {
        try made()
        let (keys, others) = (try opened(), try opened())
        let before = keys.signer(.answer).keyID
        try keys.rotate(.answer, cause: "a")
        let name = PlatformKeys.fileName(.answer, of: .sandbox)
        #expect(try mode(name) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasPrefix(".") })
        #expect(keys.signer(.answer).keyID == before && keys.ring(.answer).keys.count == 2)
        clock.advance(by: .seconds(300))
        #expect(keys.signer(.answer).keyID != before)
        #expect(others.signer(.answer).keyID == keys.signer(.answer).keyID, "another process sees the file")
        #expect(keys.signer(.token).keyID == (try opened()).signer(.token).keyID, "no other purpose is touched")
        #expect(events.all.contains(.replaced(.answer, keyIDs: keys.ring(.answer).keys.map(\.keyID))))
    }

    @Test func `what was asked for once is done once`() throws {
        try made()
        let keys = try opened()
        try keys.rotate(.token, cause: "a")
        try keys.rotate(.token, cause: "a")
        #expect(keys.ring(.token).keys.count == 2)
        #expect(throws: PurposeRing.Refusal.self) { try keys.rotate(.token, cause: "b") }
        let signer = keys.signer(.token).keyID
        try keys.revoke(signer, of: .token, cause: "c")
        try keys.revoke(signer, of: .token, cause: "c")
        #expect(keys.ring(.token).keys.count == 2 && keys.signer(.token).keyID != signer)
        #expect(keys.revoked[0]?["kid"]?.string == signer && keys.revoked[1] == nil)
        #expect(!keys.published.map(\.keyID).contains(signer))
    }

    @Test func `a file that others can read, or that is no ring, leaves the keys before it in force`() throws {
        try made()
        let keys = try opened()
        let signer = keys.signer(.delivery).keyID
        let name = PlatformKeys.fileName(.delivery, of: .sandbox)
        let other = try PurposeRing(.delivery, [PurposeKey(try SigningKey.generate(.ed25519), createdAt: clock.now)])
        try write(String(decoding: other.file, as: UTF8.self), to: name, mode: 0o644)
        clock.advance(by: .seconds(1))
        #expect(keys.signer(.delivery).keyID == signer)
        try write("{}", to: name)
        clock.advance(by: .seconds(1))
        #expect(keys.signer(.delivery).keyID == signer)
        let reasons = events.all.map { event in if case .refused(.delivery, let reason) = event { reason } else { "" } }
        #expect(reasons.contains { $0.contains("chmod 600") } && reasons.contains { $0.contains("schema_version") })
        try write(String(decoding: other.file, as: UTF8.self), to: name)
        clock.advance(by: .seconds(1))
        #expect(keys.signer(.delivery).keyID == other.keys[0].keyID, "the file was mended")
    }

    @Test func `keys that are not there, or that others can read, are refused at the start`() throws {
        #expect { try opened() } throws: { "\($0)".contains("assay pki init") }
        try made()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o640], ofItemAtPath: folder.path(PlatformKeys.fileName(.document, of: .sandbox)))
        #expect { try opened() } throws: { "\($0)".contains("chmod 600") }
    }

    @Test func `a realm with one key for everything gets one for each purpose, and what it signed and derived stays good`() throws {
        let former = try SigningKey.generate(.ed25519)
        try write(String(decoding: former.jwk().prettyBytes(), as: UTF8.self), to: PlatformKeyFiles.formerName(of: .sandbox))
        let written = try PlatformKeyFiles.split(in: folder.path, realm: .sandbox, at: clock.now)
        #expect(written.count == KeyPurpose.allCases.count + 1)
        #expect(try PlatformKeyFiles.split(in: folder.path, realm: .sandbox, at: clock.now).isEmpty, "once is enough")
        for name in written { #expect(try mode(name) == 0o600, "\(name)") }
        let keys = try opened()
        for purpose in KeyPurpose.allCases { #expect(keys.signer(purpose).keyID == former.keyID) }
        let shown = keys.published.filter { $0.keyID == former.keyID }
        #expect(shown.count == 1 && shown.first?.role == nil && keys.published.count == KeyPurpose.allCases.count + 1)
        clock.advance(by: .seconds(300))
        #expect(Set(KeyPurpose.allCases.map { keys.signer($0).keyID }).count == KeyPurpose.allCases.count)
        #expect(keys.signers(.delivery).map(\.keyID).last == former.keyID, "deliveries carry both")
        #expect(keys.ring(.token).accepted(at: clock.now).contains { $0.keyID == former.keyID })
        #expect(keys.published.contains { $0.keyID == former.keyID })
        let secret = try PlatformKeyFiles.derivationSecret(in: folder.path, of: .sandbox).secret("cursors of logs")
        let before = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(former.jwk().compactBytes())), info: Data("cursors of logs".utf8), outputByteCount: 32
        )
        #expect(secret == before)
    }

    @Test func `what is derived is not from a key that signs, and each realm derives something else`() throws {
        try made()
        try made(.production)
        let secret = try PlatformKeyFiles.derivationSecret(in: folder.path, of: .sandbox)
        #expect(secret.secret("a") == secret.secret("a") && secret.secret("a") != secret.secret("b"))
        #expect(try PlatformKeyFiles.derivationSecret(in: folder.path, of: .production).secret("a") != secret.secret("a"))
        let keys = try opened()
        try keys.rotate(.token, cause: nil)
        #expect(try PlatformKeyFiles.derivationSecret(in: folder.path, of: .sandbox).secret("a") == secret.secret("a"))
        try write("short", to: PlatformKeyFiles.derivationName(of: .sandbox))
        #expect { try PlatformKeyFiles.derivationSecret(in: folder.path, of: .sandbox) } throws: { "\($0)".contains("32 bytes") }
    }
}
