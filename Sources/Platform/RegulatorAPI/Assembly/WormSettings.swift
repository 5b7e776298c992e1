import AuditTrail
import Documents
import Foundation
import ObjectStorage
import Sealing
import TransparencyLog
import Transport

/// Where a realm's log is copied to: `worm.json` of the PKI folder. Version 1; unknown members are refused.
///
/// `bucket` is the bucket's URL, `https://HOST/BUCKET` or `https://BUCKET.HOST`; `credentials` a file of lines `NAME=value` that nobody but
/// its owner can touch; `realms` whose logs are copied. Not required: `region`, `prefix`, `trust` (PEM of the authorities for the store's
/// certificate), `retention_days` (at least 2587, seven years and 30 days), `seal_after_seconds` (1 to 60).
struct WormSettings: Sendable {
    let bucket: Bucket
    let credentials: StorageCredentials
    let trust: Trust
    let prefix: String
    let days: Int
    let pace: Duration

    private static let leastDays = LogCopyLayout.minimumDays + LogCopyLayout.spareDays
    /// A hundred years.
    private static let mostDays = 36_500

    /// - Parameter folder: where the files lie that it names.
    /// - Returns: nil when the realm's log is not copied.
    /// - Throws: `PlatformStartError` for the first thing that is not as it should be.
    init?(parsing bytes: [UInt8], folder: String, realm: String) throws {
        let document: Node
        do { document = try JSONReader.read(bytes) } catch { throw Self.fault("", "\(error)") }
        guard let members = document.members else { throw Self.fault("", "expected an object") }
        let known = [
            "schema_version", "bucket", "region", "prefix", "credentials", "trust", "realms", "retention_days", "seal_after_seconds",
        ]
        if let other = members.first(where: { !known.contains($0.key) }) {
            throw Self.fault("/\(other.key)", "expected one of \(known.joined(separator: ", "))")
        }
        guard document["schema_version"]?.integer == 1 else { throw Self.fault("/schema_version", "expected 1") }
        let realms = document["realms"]?.array?.compactMap(\.string) ?? []
        guard !realms.isEmpty, realms.count == document["realms"]?.array?.count,
            realms.allSatisfy({ ["production", "sandbox"].contains($0) })
        else { throw Self.fault("/realms", "expected production, sandbox or both in an array") }
        bucket = try Self.bucket(document)
        credentials = try Self.credentials(document, folder)
        trust = try Self.trust(document, folder)
        prefix = try document["prefix"] == nil ? "" : Self.text(document, "prefix")
        do { _ = try LogCopyLayout(prefix: prefix, origin: realm) } catch { throw Self.fault("/prefix", error.message) }
        days = try Self.number(document, "retention_days", Self.leastDays...Self.mostDays) ?? Self.leastDays
        pace = .seconds(try Self.number(document, "seal_after_seconds", 1...60) ?? 60)
        guard realms.contains(realm) else { return nil }
    }

    private static func bucket(_ document: Node) throws -> Bucket {
        let address = try text(document, "bucket")
        let region = try document["region"] == nil ? nil : text(document, "region")
        do {
            let isOwn = ["127.0.0.1", "localhost", "[::1]"].contains { host in
                address.hasPrefix("http://\(host):") || address.hasPrefix("http://\(host)/")
            }
            return try Bucket(url: address, region: region, connections: isOwn ? .plainAllowed : .encrypted)
        } catch { throw fault("/bucket", "\(error.message); without TLS a loopback address alone is taken") }
    }

    private static func credentials(_ document: Node, _ folder: String) throws -> StorageCredentials {
        let file = path(try text(document, "credentials"), folder)
        let bytes: [UInt8]?
        do { bytes = try SecretFile.bytes(at: file) } catch { throw fault("/credentials", error.description) }
        guard let bytes else { throw fault("/credentials", "\(file) cannot be read") }
        do { return try StorageCredentials(parsing: bytes) } catch { throw fault("/credentials", error.message) }
    }

    private static func trust(_ document: Node, _ folder: String) throws -> Trust {
        guard document["trust"] != nil else { return .system }
        let file = path(try text(document, "trust"), folder)
        guard let data = FileManager.default.contents(atPath: file) else { throw fault("/trust", "\(file) cannot be read") }
        return .pem([UInt8](data))
    }

    private static func number(_ document: Node, _ name: String, _ range: ClosedRange<Int>) throws -> Int? {
        guard let written = document[name] else { return nil }
        guard let number = written.integer, range.contains(number) else {
            throw fault("/\(name)", "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func text(_ document: Node, _ name: String) throws -> String {
        guard let text = document[name]?.string, !text.isEmpty else { throw fault("/\(name)", "expected a text") }
        return text
    }

    private static func path(_ name: String, _ folder: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }

    private static func fault(_ place: String, _ reason: String) -> PlatformStartError {
        PlatformStartError("worm.json\(place): \(reason)")
    }
}
