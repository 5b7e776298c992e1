package import Documents

/// A file ready to be delivered, with what proves where it comes from.
package struct PreparedFile: Sendable {
    /// A file name without folders, `X-GAR-D_UKGC-000123_2026-10-15.csv`.
    package let name: String
    /// `csv`, `xml`, `json` or `ndjson`.
    package let format: String
    package let mediaType: String
    package let bytes: [UInt8]
    /// What the file is: the manifest of a report's run (period, template, licence, run_id), or kind, parameters and row count of what was
    /// made for the request; `files` with their sha256 in both.
    package let manifest: Node
    /// The detached JWS (RFC 7797) over the manifest's canonical bytes.
    package let manifestJWS: String

    package init(name: String, format: String, mediaType: String, bytes: [UInt8], manifest: Node, manifestJWS: String) {
        self.name = name
        self.format = format
        self.mediaType = mediaType
        self.bytes = bytes
        self.manifest = manifest
        self.manifestJWS = manifestJWS
    }
}

/// Why a file will never be made, however often it is tried; any other error is tried again.
package struct FileRefusal: Error, Sendable, Equatable {
    /// For the record; no personal data.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
