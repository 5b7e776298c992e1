import Contracts
import Documents
import Foundation
import MessageSignatures
package import Results

extension Grant {
    /// The `typ` of a grant's signature: what was signed as something else grants nothing.
    package static let signatureType = "assay-grant+jws"

    /// Reads a grant (`*.grant.yaml`) and proves it.
    ///
    /// Findings have codes `grant.…`; there is a grant only when there are none. Its time is not looked at.
    package static func load(_ source: GrantSource) -> (grant: Grant?, findings: [Finding]) {
        guard let bytes = bytes(of: source.file) else { return (nil, [.grantUnreadable(source.file)]) }
        if let doubt = doubt(bytes, source) { return (nil, [doubt]) }
        return read(bytes, file: source.file)
    }

    /// Reads a grant from memory, without proof.
    /// - Parameter file: the path that findings name.
    static func read(_ bytes: [UInt8], file: String) -> (grant: Grant?, findings: [Finding]) {
        var reader = GrantReader(file: file, bytes: bytes)
        let grant = reader.grant(bytes)
        let findings = reader.source.findings
        return (findings.isEmpty ? grant : nil, findings)
    }

    /// Why nobody is known to stand for these bytes; nil when somebody does.
    private static func doubt(_ bytes: [UInt8], _ source: GrantSource) -> Finding? {
        guard source.digest != nil || source.trust != nil else { return .grantNotProved(source.file) }
        if let wanted = source.digest, wanted.lowercased() != Digest.hex(bytes) { return .grantOtherDigest(source.file, Digest.hex(bytes)) }
        guard let trust = source.trust else { return nil }
        guard let trusted = self.bytes(of: trust), let document = try? JSONReader.read(trusted), let keys = try? KeySet(jwks: document)
        else {
            return .grantTrust(trust)
        }
        guard let signature = self.bytes(of: "\(source.file).jws") else {
            return .grantNotSigned(source.file, "there is no \(source.file).jws")
        }
        do throws(JWSError) {
            let text = String(decoding: signature, as: UTF8.self).trimmingWhitespace
            let header = try JWS.verifyDetached(
                text, payload: bytes, keys: keys, allowed: Set(SignatureAlgorithm.allCases).subtracting([.hmacSHA256]))
            return header["typ"]?.string == signatureType ? nil : .grantNotSigned(source.file, "the signature is not that of a grant")
        } catch {
            return .grantNotSigned(source.file, error.description)
        }
    }

    private static func bytes(of path: String) -> [UInt8]? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: GrantReader.maximumBytes + 1), data.count <= GrantReader.maximumBytes else {
            return nil
        }
        return [UInt8](data)
    }
}

/// Turns the document of a grant into a `Grant`.
///
///     schema_version: 1
///     environment: production, base_url: <of the platform, as in the profile>
///     effects: [synthetic, destructive]
///     cases: [<id of an interaction or scenario, with *>], requirements: [REQ-…]
///     tools: [restart, ..], states: [<name, with *>]
///     valid_from, valid_to: <RFC 3339>
///     granted_by: <who stands for it>, reason: <free text>
struct GrantReader {
    /// Grants are written by hand; this is far above any real one.
    static let maximumBytes = 256 << 10

    private static let keys = [
        "environment", "base_url", "effects", "cases", "requirements", "tools", "states", "valid_from", "valid_to", "granted_by", "reason",
    ]

    private let file: String
    var source: FileSource

    init(file: String, bytes: [UInt8]) {
        self.file = file
        source = FileSource(file: file, bytes: bytes, area: "grant")
    }

    mutating func grant(_ bytes: [UInt8]) -> Grant? {
        let required = ["environment", "base_url", "effects", "valid_from", "valid_to", "granted_by"]
        guard let document = source.document(bytes), let top = source.top(document, as: "a grant", keys: Self.keys, required: required)
        else { return nil }
        let environment = top["environment"].flatMap { source.choice($0.value, as: "`environment`", of: Profile.Environment.self) }
        var url = source.string(top["base_url"])
        while url?.hasSuffix("/") == true { url?.removeLast() }
        let effects = choices(top["effects"], of: Effects.self)
        let cases = texts(top["cases"])
        let requirements = texts(top["requirements"]).compactMap { requirement($0) }
        let tools = choices(top["tools"], of: Profile.ToolKind.self)
        let states = texts(top["states"])
        let from = time(top["valid_from"])
        let to = time(top["valid_to"])
        let grantor = source.string(top["granted_by"])
        _ = source.string(top["reason"])
        for (text, place) in cases + states where text.allSatisfy({ $0 == "*" }) { source.report(.grantOfEverything(at: place)) }
        if cases.isEmpty, requirements.isEmpty, source.findings.isEmpty { source.report(.grantOfNothing(at: source.location)) }
        if let from, let to, to <= from, let member = top["valid_to"] { source.report(.grantTimes(at: source.location(of: member.value))) }
        if let grantor, grantor.allSatisfy(\.isWhitespace), let member = top["granted_by"] {
            source.report(.grantAnonymous(at: source.location(of: member.value)))
        }
        guard let environment, let url, let from, let to, let grantor else { return nil }
        return Grant(
            environment: environment, baseURL: url, effects: Set(effects).union([.read]), cases: cases.map(\.text),
            requirements: Set(requirements), tools: Set(tools), states: states.map(\.text), validFrom: from, validTo: to,
            grantedBy: grantor, file: file, digest: Digest.hex(bytes))
    }

    private mutating func choices<Choice: RawRepresentable & CaseIterable>(_ member: Node.Member?, of type: Choice.Type) -> [Choice]
    where Choice.RawValue == String {
        guard let member else { return [] }
        return source.list(member.value).compactMap { source.choice($0, as: "`\(member.key)`", of: type) }
    }

    private mutating func texts(_ member: Node.Member?) -> [(text: String, place: SourceLocation)] {
        guard let member else { return [] }
        return source.list(member.value).compactMap { node in
            source.string(node, as: "`\(member.key)`").map { ($0, source.location(of: node)) }
        }
    }

    private mutating func requirement(_ written: (text: String, place: SourceLocation)) -> RequirementID? {
        if let id = RequirementID(written.text) { return id }
        source.report(.grantRequirement(written.text, at: written.place))
        return nil
    }

    private mutating func time(_ member: Node.Member?) -> Timestamp? {
        guard let member, let written = source.string(member) else { return nil }
        do throws(DocumentError) {
            return try Timestamp(parsing: written)
        } catch {
            source.report(.grantTime(member.key, at: source.location(of: member.value)))
            return nil
        }
    }
}
