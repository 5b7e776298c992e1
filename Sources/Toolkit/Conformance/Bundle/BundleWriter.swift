package import Documents
package import Foundation
package import MessageSignatures
import Results

/// Writes a report as a bundle that anyone can check offline: the result, the evidence, the views, a manifest, a signature.
package struct BundleWriter {
    /// Why a bundle could not be written.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Content {
        let path: String
        let mediaType: String
        let role: String
        let bytes: [UInt8]
    }

    private let report: ConformanceReport
    private let key: SigningKey
    private let signedAt: Timestamp

    /// - Parameter signedAt: what the signature claims as its time; a trust file's validity is held against it.
    package init(report: ConformanceReport, key: SigningKey, signedAt: Timestamp) {
        self.report = report
        self.key = key
        self.signedAt = signedAt
    }

    /// Writes the bundle into `folder`, replacing a bundle that an earlier run left there.
    ///
    /// The new bundle is complete beside the old one before it takes its place; a folder that holds anything else than a
    /// bundle is left alone and the call fails.
    package func write(to folder: URL) throws {
        let files = FileManager.default
        let isThere = files.fileExists(atPath: folder.path)
        if isThere {
            let names = try files.contentsOfDirectory(atPath: folder.path)
            guard names.isEmpty || names.contains(BundleManifest.path) else {
                throw Failure(description: "\(folder.relativePath) is not empty and holds no report bundle: name another folder")
            }
        }
        let fresh = folder.deletingLastPathComponent().appending(path: ".\(folder.lastPathComponent).new")
        if files.fileExists(atPath: fresh.path) { try files.removeItem(at: fresh) }
        for content in try members() {
            let file = fresh.appending(path: content.path)
            try files.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.bytes).write(to: file)
        }
        if isThere { try files.removeItem(at: folder) }
        try files.moveItem(at: fresh, to: folder)
    }

    private func members() throws -> [Content] {
        var contents = [
            Content(path: "report.json", mediaType: "application/json", role: "result", bytes: report.node().prettyBytes()),
            Content(path: "junit.xml", mediaType: "application/xml", role: "view", bytes: JUnitView(report).bytes()),
            Content(path: "html/index.html", mediaType: "text/html", role: "view", bytes: Array(HTMLView(report).page().utf8)),
        ]
        for exchange in report.run.exchanges {
            contents.append(
                Content(
                    path: exchange.evidencePath, mediaType: "application/json", role: "evidence",
                    bytes: exchange.evidenceNode().prettyBytes()))
        }
        let manifest = BundleManifest(
            reportID: report.id, keyID: key.keyID,
            members: contents.map {
                .init(path: $0.path, mediaType: $0.mediaType, bytes: $0.bytes.count, sha256: Hexadecimal.sha256($0.bytes), role: $0.role)
            })
        let manifestBytes = try manifest.node().canonicalBytes()
        contents.append(Content(path: BundleManifest.path, mediaType: "application/json", role: "manifest", bytes: manifestBytes))
        let signature = try BundleSignature(manifestSHA256: Hexadecimal.sha256(manifestBytes), signedAt: signedAt).signed(by: key)
        contents.append(
            Content(path: BundleManifest.signaturePath, mediaType: "application/jose", role: "signature", bytes: Array(signature.utf8)))
        return contents
    }
}
