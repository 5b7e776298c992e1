import Conformance
import Documents
import Foundation
import MessageSignatures
import Results

/// How a report is issued: in whose name, signed by which key, written where.
struct IssuedReport {
    let role: String
    /// The file of a private JWK; nil makes a key for this report and writes its public half beside the bundle.
    let signingKey: String?
    let outputDir: String

    /// Judges the record by the catalogue and writes the signed bundle.
    func write(_ record: RunRecord, catalogue: RequirementCatalogue) throws -> ConformanceReport {
        let (key, isThrowAway) = try key()
        let report = ConformanceReport(
            run: record, catalogue: catalogue, issuer: .init(tool: "assay", version: ToolVersion.text, role: role, keyID: key.keyID))
        let folder = URL(filePath: outputDir).appending(path: "report")
        try FileManager.default.createDirectory(at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
        do { try BundleWriter(report: report, key: key, signedAt: .wall).write(to: folder) } catch {
            throw EarlyExit(.harnessFault, "the report could not be written: \(error)")
        }
        if isThrowAway {
            let trust = Data(KeySet([key.verificationKey]).jwks().prettyBytes())
            try trust.write(to: folder.deletingLastPathComponent().appending(path: "trust.jwks"))
        }
        return report
    }

    private func key() throws -> (SigningKey, isThrowAway: Bool) {
        guard let signingKey else { return (try SigningKey.generate(.ed25519), true) }
        guard let bytes = FileManager.default.contents(atPath: signingKey), let jwk = try? JSONReader.read([UInt8](bytes)),
            let key = try? SigningKey(jwk: jwk)
        else { throw EarlyExit(.invalidFile, "--signing-key \(signingKey): expected a private JWK (RFC 7517) for signatures") }
        return (key, false)
    }
}
