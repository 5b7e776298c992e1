import Documents

/// Why a manifest could not be read.
struct ManifestFormatError: Error, CustomStringConvertible {
    let description: String
}

extension BundleManifest {
    /// Reads a manifest strictly: known members only, safe paths, no path twice, a count that fits, never empty.
    init(reading bytes: [UInt8]) throws {
        let node = try JSONReader.read(bytes)
        let known: Set<String> = ["schema_version", "report_id", "key_id", "complete", "member_count", "members"]
        guard let members = node.members, Set(members.map(\.key)) == known else {
            throw ManifestFormatError(description: "expected exactly the members \(known.sorted().joined(separator: ", "))")
        }
        guard node["schema_version"]?.integer == Self.schemaVersion, node["complete"]?.bool == true,
            let reportID = node["report_id"]?.string, let keyID = node["key_id"]?.string, let entries = node["members"]?.array,
            !entries.isEmpty, node["member_count"]?.integer == entries.count
        else { throw ManifestFormatError(description: "its head is not that of a complete manifest of version \(Self.schemaVersion)") }
        self.init(reportID: reportID, keyID: keyID, members: [])
        for entry in entries {
            guard let path = entry["path"]?.string, let type = entry["media_type"]?.string, let size = entry["bytes"]?.integer,
                let sha256 = entry["sha256"]?.string, let role = entry["role"]?.string, entry.members?.count == 5
            else { throw ManifestFormatError(description: "a member lacks path, media_type, bytes, sha256 or role") }
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            guard !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }), path != Self.path, path != Self.signaturePath,
                !self.members.contains(where: { $0.path == path })
            else { throw ManifestFormatError(description: "`\(path)` is no path of a member, or is listed twice") }
            self.members.append(Member(path: path, mediaType: type, bytes: size, sha256: sha256, role: role))
        }
    }
}
