package import Documents
import XMLDocuments

/// One version of an object, or a marker that hides those before it.
package struct ObjectVersion: Sendable, Hashable {
    /// What is under the version.
    package enum Kind: Sendable, Hashable {
        /// How many bytes it has.
        case object(size: Int)
        case deleteMarker
    }

    /// Decoded, as it was stored.
    package let key: String
    /// `null` for what was stored while the bucket kept no versions.
    package let version: String
    package let kind: Kind
    /// Whether it is what is read without a version.
    package let isLatest: Bool
    package let modified: Timestamp

    /// A version in a store that is no S3 by HTTP.
    package init(key: String, version: String, kind: Kind, isLatest: Bool, modified: Timestamp) {
        self.key = key
        self.version = version
        self.kind = kind
        self.isLatest = isLatest
        self.modified = modified
    }

    /// Throws `unreadableAnswer`.
    init(_ element: XMLTree, isKeyEncoded: Bool) throws(StorageError) {
        guard let key = element.text(of: "Key"), !key.isEmpty, let version = element.text(of: "VersionId"), !version.isEmpty else {
            throw .unreadable("a version has no Key or VersionId")
        }
        self.key = try isKeyEncoded ? ObjectVersions.decoded(key) : key
        self.version = version
        switch element.text(of: "IsLatest") {
        case "true": isLatest = true
        case "false": isLatest = false
        default: throw .unreadable("expected IsLatest as true or false")
        }
        guard let time = element.text(of: "LastModified").flatMap({ try? Timestamp(parsing: $0) }) else {
            throw .unreadable("expected LastModified as a time")
        }
        modified = time
        if element.name == "DeleteMarker" {
            kind = .deleteMarker
        } else {
            guard let size = element.text(of: "Size").flatMap({ Int($0) }), size >= 0 else { throw .unreadable("expected Size in bytes") }
            kind = .object(size: size)
        }
    }
}
