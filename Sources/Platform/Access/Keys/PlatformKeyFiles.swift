package import Documents
import Foundation
import MessageSignatures
import Sealing

/// The files of a realm's keys: made anew, or from the one key that earlier versions had for everything.
package enum PlatformKeyFiles {
    /// The name of the file that derived secrets come from.
    package static func derivationName(of realm: Realm.Name) -> String { "derivation-\(realm.rawValue).key" }

    /// The name of the file that held the one key of a realm.
    package static func formerName(of realm: Realm.Name) -> String {
        realm == .production ? "platform-signing.jwk" : "platform-sandbox-signing.jwk"
    }

    /// The names and texts of new files with one key for each purpose.
    static func fresh(of realm: Realm.Name, at now: Timestamp) throws -> [(name: String, text: String)] {
        var files: [(String, String)] = []
        for purpose in KeyPurpose.allCases {
            let ring = try PurposeRing(purpose, [PurposeKey(try SigningKey.generate(.ed25519), createdAt: now)])
            files.append((PlatformKeys.fileName(purpose, of: realm), String(decoding: ring.file, as: UTF8.self)))
        }
        return files + [(derivationName(of: realm), DerivationSecret().text)]
    }

    /// Where a realm has files of its one key and not of each purpose, makes them: derived secrets stay as they were; the one key goes on
    /// signing until its successors have been published long enough, and what it signed can be verified as after any other rotation. The
    /// file of the one key is read no more then, and stays where it is.
    ///
    /// Does nothing when all is there, or when there is no such key.
    /// - Returns: the names of the files that were written.
    /// - Throws: `PlatformKeysError`.
    package static func split(in directory: String, realm: Realm.Name, at now: Timestamp) throws(PlatformKeysError) -> [String] {
        let path = "\(directory)/\(formerName(of: realm))"
        func isMissing(_ name: String) -> Bool { !FileManager.default.fileExists(atPath: "\(directory)/\(name)") }
        let purposes = KeyPurpose.allCases.filter { isMissing(PlatformKeys.fileName($0, of: realm)) }
        let lacksSecret = isMissing(derivationName(of: realm))
        guard !purposes.isEmpty || lacksSecret else { return [] }
        do {
            guard let bytes = try SecretFile.bytes(at: path) else { return [] }
            let key = try SigningKey(jwk: try JSONReader.read(bytes))
            var written: [String] = []
            if lacksSecret {
                try SecretFile.write(Array(DerivationSecret(formerKey: key).text.utf8), to: "\(directory)/\(derivationName(of: realm))")
                written.append(derivationName(of: realm))
            }
            for purpose in purposes {
                let former = try PurposeRing(purpose, [PurposeKey(key, createdAt: made(path) ?? now)])
                let ring = try former.rotated(to: try SigningKey.generate(.ed25519), at: now, cause: nil)
                let name = PlatformKeys.fileName(purpose, of: realm)
                try SecretFile.write(ring.file, to: "\(directory)/\(name)")
                written.append(name)
            }
            return written
        } catch let error as SealingError {
            throw PlatformKeysError(error.description)
        } catch {
            throw PlatformKeysError("\(path): \(error)")
        }
    }

    private static func made(_ path: String) -> Timestamp? {
        (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date).map {
            Timestamp(seconds: Int64($0.timeIntervalSince1970))
        }
    }

    /// What a realm's derived secrets come from.
    package static func derivationSecret(in directory: String, of realm: Realm.Name) throws(PlatformKeysError) -> DerivationSecret {
        let path = "\(directory)/\(derivationName(of: realm))"
        let bytes: [UInt8]?
        do { bytes = try SecretFile.bytes(at: path) } catch { throw PlatformKeysError(error.description) }
        guard let bytes else { throw PlatformKeysError("\(path) cannot be read: make the keys with `assay pki init`") }
        guard let secret = DerivationSecret(text: bytes) else {
            throw PlatformKeysError("\(path) does not hold the base64url text of 32 bytes")
        }
        return secret
    }
}
