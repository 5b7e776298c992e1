package import Documents
package import Store

/// What is delivered: one file of a run, with what proves where it comes from.
package struct ReportParcel: Sendable {
    package let run: ReportRunRow
    /// As the manifest names it, `x-gar-d_UKGC-000123_2026-10-15_r1.csv`.
    package let fileName: String
    package let format: String
    package let mediaType: String
    /// Lower-case hex.
    package let sha256: String
    package let bytes: [UInt8]
    package let manifest: Node
    /// The detached JWS (RFC 7797) over the manifest's canonical bytes.
    package let manifestJWS: String

    package init(
        run: ReportRunRow, fileName: String, format: String, mediaType: String, sha256: String, bytes: [UInt8], manifest: Node,
        manifestJWS: String
    ) {
        self.run = run
        self.fileName = fileName
        self.format = format
        self.mediaType = mediaType
        self.sha256 = sha256
        self.bytes = bytes
        self.manifest = manifest
        self.manifestJWS = manifestJWS
    }
}
