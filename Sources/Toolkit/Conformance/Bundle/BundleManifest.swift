package import Documents

/// `manifest.json`: every member of a bundle with its digest, and the claim that these are all.
package struct BundleManifest: Hashable, Sendable {
    /// The version of the manifest's shape.
    package static let schemaVersion = 1
    /// Members that the manifest cannot list, since they speak of it.
    package static let path = "manifest.json"
    package static let signaturePath = "signature.jws"

    /// One file of the bundle.
    package struct Member: Hashable, Sendable {
        /// Relative, with `/`, no `.` or `..`.
        package var path: String
        package var mediaType: String
        package var bytes: Int
        /// Lower-case hex SHA-256.
        package var sha256: String
        /// `result`, `evidence` or `view`.
        package var role: String
    }

    package var reportID: String
    /// The key that signs; another key over the same manifest is another signer.
    package var keyID: String
    package var members: [Member]

    /// The manifest as written: members sorted by path, `complete` said inside what is signed.
    package func node() -> Node {
        .object([
            ("schema_version", .integer(Self.schemaVersion)), ("report_id", .string(reportID)), ("key_id", .string(keyID)),
            ("complete", true), ("member_count", .integer(members.count)),
            (
                "members",
                .array(
                    members.sorted { $0.path < $1.path }.map { member in
                        .object([
                            ("path", .string(member.path)), ("media_type", .string(member.mediaType)), ("bytes", .integer(member.bytes)),
                            ("sha256", .string(member.sha256)), ("role", .string(member.role)),
                        ])
                    })
            ),
        ])
    }
}
