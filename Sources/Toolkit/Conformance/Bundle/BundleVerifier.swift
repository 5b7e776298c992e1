import Documents
package import Foundation
package import MessageSignatures
import Results

/// Checks a bundle offline, trusting only the keys it is given: structure, completeness, digests, signature, trust, consistency.
package struct BundleVerifier {
    private struct Refusal: Error {
        let outcome: VerificationOutcome
        let explanation: String
    }

    /// Larger files are not a report of this format.
    private static let maximumMemberBytes = 1 << 30

    private let trust: KeySet

    /// - Parameter trust: the issuers' public keys; an empty set trusts nobody.
    package init(trust: KeySet) {
        self.trust = trust
    }

    /// The outcome for the bundle in `folder`; never throws, since every fault of a bundle is an outcome.
    package func verify(folder: URL) -> VerifiedBundle {
        var notChecked = ["revocation (offline)", "timestamp (none given)"]
        if trust.keys.isEmpty { notChecked.append("who signed (no --trust file)") }
        do throws(Refusal) {
            let files = try members(of: folder)
            let manifest = try manifest(in: files)
            try complete(files, manifest)
            try unchanged(files, manifest)
            let report = try report(in: files, manifest)
            let (signer, refusal) = try signer(of: files, manifest)
            if let refusal {
                return VerifiedBundle(
                    outcome: refusal.outcome, explanation: refusal.explanation, report: nil, signer: signer, notChecked: notChecked)
            }
            return VerifiedBundle(
                outcome: .valid, explanation: "every member is as it was signed", report: report, signer: signer, notChecked: notChecked)
        } catch {
            return VerifiedBundle(
                outcome: error.outcome, explanation: error.explanation, report: nil, signer: nil, notChecked: notChecked)
        }
    }

    /// Every regular file below the folder by its relative path; links and special files are no members of a bundle.
    private func members(of folder: URL) throws(Refusal) -> [String: [UInt8]] {
        let base = folder.resolvingSymlinksInPath().standardizedFileURL.path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: base, isDirectory: &isFolder), isFolder.boolValue,
            let names = try? FileManager.default.subpathsOfDirectory(atPath: base)
        else { throw Refusal(outcome: .malformed, explanation: "\(folder.relativePath) is not a bundle folder") }
        var files: [String: [UInt8]] = [:]
        for name in names {
            let path = base + "/" + name
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                let type = attributes[.type] as? FileAttributeType
            else { throw Refusal(outcome: .malformed, explanation: "\(name) cannot be read") }
            if type == .typeDirectory { continue }
            guard type == .typeRegular else { throw Refusal(outcome: .malformed, explanation: "\(name) is not a regular file") }
            guard (attributes[.size] as? Int ?? 0) <= Self.maximumMemberBytes, let data = FileManager.default.contents(atPath: path) else {
                throw Refusal(outcome: .malformed, explanation: "\(name) cannot be read, or is larger than 1 GiB")
            }
            files[name] = [UInt8](data)
        }
        return files
    }

    private func manifest(in files: [String: [UInt8]]) throws(Refusal) -> BundleManifest {
        guard let bytes = files[BundleManifest.path] else {
            throw Refusal(outcome: .incomplete, explanation: "\(BundleManifest.path) is missing")
        }
        do {
            return try BundleManifest(reading: bytes)
        } catch {
            throw Refusal(outcome: .malformed, explanation: "\(BundleManifest.path): \(error)")
        }
    }

    private func complete(_ files: [String: [UInt8]], _ manifest: BundleManifest) throws(Refusal) {
        let listed = Set(manifest.members.map(\.path)).union([BundleManifest.path, BundleManifest.signaturePath])
        if let missing = listed.subtracting(files.keys).min() {
            throw Refusal(outcome: .incomplete, explanation: "\(missing) is missing")
        }
        if let added = Set(files.keys).subtracting(listed).min() {
            throw Refusal(outcome: .incomplete, explanation: "\(added) is not a member of this bundle: somebody added it")
        }
    }

    private func unchanged(_ files: [String: [UInt8]], _ manifest: BundleManifest) throws(Refusal) {
        for member in manifest.members {
            guard let bytes = files[member.path], bytes.count == member.bytes, Hexadecimal.sha256(bytes) == member.sha256 else {
                throw Refusal(outcome: .tampered, explanation: "\(member.path) is not what the manifest says")
            }
        }
    }

    private func report(in files: [String: [UInt8]], _ manifest: BundleManifest) throws(Refusal) -> ConformanceReport {
        guard let bytes = files["report.json"] else { throw Refusal(outcome: .malformed, explanation: "the manifest lists no report.json") }
        let report: ConformanceReport
        do {
            report = try ConformanceReport(reading: JSONReader.read(bytes, limits: DocumentLimits(maximumBytes: 1 << 30, maximumDepth: 64)))
        } catch {
            throw Refusal(outcome: .malformed, explanation: "report.json: \(error)")
        }
        if let fault = ReportConsistency.fault(of: report) ?? (report.id == manifest.reportID ? nil : "the manifest names another report") {
            throw Refusal(outcome: .malformed, explanation: "report.json contradicts itself: \(fault)")
        }
        return report
    }

    /// Who signed the manifest; the refusal says when that is nobody we trust.
    private func signer(of files: [String: [UInt8]], _ manifest: BundleManifest) throws(Refusal) -> (String?, Refusal?) {
        guard let signature = files[BundleManifest.signaturePath], let manifestBytes = files[BundleManifest.path] else {
            throw Refusal(outcome: .incomplete, explanation: "\(BundleManifest.signaturePath) is missing")
        }
        let seal = try BundleSeal(reading: signature)
        if let key = trust.key(seal.keyID) {
            let signedAt = try seal.signedAt(by: key, over: manifestBytes)
            if let start = key.notBefore, signedAt < start {
                return (seal.keyID, Refusal(outcome: .expired, explanation: "signed before \(start)"))
            }
            if let end = key.notAfter, signedAt > end {
                return (seal.keyID, Refusal(outcome: .expired, explanation: "signed \(signedAt), after the key's last day \(end)"))
            }
            return (key.role.map { "\(seal.keyID) (\($0))" } ?? seal.keyID, nil)
        }
        if let own = seal.embeddedKey { _ = try seal.signedAt(by: own, over: manifestBytes) }
        return (seal.keyID, Refusal(outcome: .unknownKey, explanation: "signed by \(seal.keyID), which the trust file does not name"))
    }

    /// `signature.jws` taken apart.
    private struct BundleSeal {
        let compact: String
        let keyID: String
        let embeddedKey: VerificationKey?

        init(reading bytes: [UInt8]) throws(Refusal) {
            func malformed(_ why: String) -> Refusal { Refusal(outcome: .malformed, explanation: "signature.jws: \(why)") }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw malformed("not text") }
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let headerBytes = Base64URL.decode(String(parts[0])), let header = try? JSONReader.read(headerBytes)
            else {
                throw malformed("not a compact JWS (RFC 7515 §7.1)")
            }
            guard header["typ"]?.string == "assay-report+jws", let kid = header["kid"]?.string else {
                throw malformed("its header has not the type and key of a report signature")
            }
            compact = text
            keyID = kid
            embeddedKey = header["jwk"].flatMap { try? VerificationKey(jwk: $0.setting("kid", .string(kid))) }
        }

        /// The claimed time of signing, once the signature holds and names these manifest bytes.
        func signedAt(by key: VerificationKey, over manifest: [UInt8]) throws(Refusal) -> Timestamp {
            guard
                let (_, payload) = try? JWS.verify(
                    compact, keys: KeySet([key]), allowed: [.ed25519, .ecdsaP256SHA256, .ecdsaP384SHA384, .rsaPSSSHA512])
            else { throw Refusal(outcome: .tampered, explanation: "the signature does not verify with key \(keyID)") }
            guard let claims = try? JSONReader.read(payload), let digest = claims["manifest_sha256"]?.string,
                let time = claims["signed_at"]?.string.flatMap({ try? Timestamp(parsing: $0) })
            else { throw Refusal(outcome: .malformed, explanation: "signature.jws: its payload names no manifest and time") }
            guard digest == Hexadecimal.sha256(manifest) else {
                throw Refusal(outcome: .tampered, explanation: "manifest.json is not the one that was signed")
            }
            return time
        }
    }
}
