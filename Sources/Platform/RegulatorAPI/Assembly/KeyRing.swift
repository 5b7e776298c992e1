package import Access
package import Delivery
package import Documents
import Foundation
package import Incidents
import MessageSignatures
package import Sealing
package import TransparencyLog

/// The keys and certificates of a PKI directory, as far as the platform needs them.
package struct KeyRing: Sendable {
    /// Where the files lie; the register of clients is read from here as well.
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// The register of clients.
    package var clientsFile: String { directory + "/clients.json" }

    /// Where the authorities' lists of revoked certificates lie; need not be there.
    package var revocationListsFolder: String { directory + "/crl" }

    /// The thumbprints of revoked certificates; need not be there.
    package var revokedFile: String { directory + "/revoked.txt" }

    /// Bytes of a certificate file. Throws `PlatformStartError` when it cannot be read.
    package func bytes(_ name: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
            throw unreadable(name)
        }
        return [UInt8](data)
    }

    /// Bytes of a file that holds a private key. Throws `PlatformStartError` when it cannot be read, or when others than its owner can.
    package func secret(_ name: String) throws -> [UInt8] {
        let bytes: [UInt8]?
        do { bytes = try SecretFile.bytes(at: "\(directory)/\(name)") } catch { throw PlatformStartError(error.description) }
        guard let bytes else { throw unreadable(name) }
        return bytes
    }

    private func unreadable(_ name: String) -> PlatformStartError {
        PlatformStartError("\(directory)/\(name) cannot be read: make the keys with `assay pki init`")
    }

    /// Where a realm delivers its reports: `deliveries.json`, nowhere when there is none.
    package func deliveryPlan(of realm: Realm.Name) throws -> DeliveryPlan {
        guard let data = FileManager.default.contents(atPath: directory + "/deliveries.json") else { return .none }
        do {
            return try DeliveryPlanReader(folder: directory).plan([UInt8](data), realm: realm.rawValue)
        } catch {
            throw PlatformStartError("\(directory)/\(error.description)")
        }
    }

    /// Who issues a realm's tokens in its place: `issuers.json`, nobody when there is none.
    package func externalIssuer(of realm: Realm.Name) throws -> ExternalIssuer? {
        guard let data = FileManager.default.contents(atPath: directory + "/issuers.json") else { return nil }
        do { return try ExternalIssuer.read([UInt8](data))[realm] } catch {
            throw PlatformStartError("\(directory)/issuers.json: \(error.description)")
        }
    }

    /// Who of the operator is told of a realm's incidents: `incidents.yaml`, nobody when there is none.
    package func contacts(of realm: Realm.Name) throws -> OperatorContacts {
        do { return try OperatorContacts(directory: directory, realm: realm.rawValue) } catch {
            throw PlatformStartError("\(directory)/\(error.message)")
        }
    }

    /// The keys with which a realm signs, by purpose; where there is only the one key that earlier versions had, they are made first.
    package func signingKeys(
        of realm: Realm.Name, now: @escaping @Sendable () -> Timestamp, report: @escaping @Sendable (PlatformKeys.Event) -> Void = { _ in }
    ) throws -> PlatformKeys {
        do {
            _ = try PlatformKeyFiles.split(in: directory, realm: realm, at: now())
            return try PlatformKeys(directory: directory, realm: realm, now: now, report: report)
        } catch {
            throw PlatformStartError(error.description)
        }
    }

    /// What a realm's derived secrets come from.
    package func derivationSecret(of realm: Realm.Name) throws -> DerivationSecret {
        do { return try PlatformKeyFiles.derivationSecret(in: directory, of: realm) } catch { throw PlatformStartError(error.description) }
    }

    /// The keys that wrap the keys of a realm's files at rest.
    package func wrappingKeys(of realm: Realm.Name) throws -> WrappingKeys {
        do { return try WrappingKeys(file: URL(filePath: "\(directory)/wrapping-\(realm.rawValue).json")) } catch {
            throw PlatformStartError("\(directory): \(error)")
        }
    }

    /// The key with which a realm signs the checkpoints of its log, under the log's origin.
    package func logSigner(of realm: Realm.Name, origin: String) throws -> NoteSigner {
        let name = "log-\(realm.rawValue).key"
        let text = String(decoding: try secret(name), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let seed = Base64URL.decode(text), seed.count == 32 else {
            throw PlatformStartError("\(directory)/\(name) does not hold the base64url text of 32 bytes")
        }
        return try NoteSigner(name: origin, key: seed)
    }
}
