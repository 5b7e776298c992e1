import Contracts
import Documents
import Foundation
package import Results

extension Profile {
    /// Reads a profile (`*.profile.yaml`).
    ///
    /// Relative `file:` references are resolved against the folder of the profile. Findings have codes `profile.…`, severity error and
    /// the place in the file; there is a profile only when there are none.
    /// - Parameter path: absolute, or relative to the working directory.
    /// - Parameter grant: one that was brought along, in place of the profile's own.
    package static func load(_ path: String, grant: GrantSource? = nil) -> (profile: Profile?, findings: [Finding]) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return (nil, [.profileUnreadable(path)]) }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: ProfileReader.maximumBytes + 1), data.count <= ProfileReader.maximumBytes else {
            return (nil, [.profileUnreadable(path)])
        }
        return read([UInt8](data), file: path, grant: grant)
    }

    /// Reads a profile from memory.
    /// - Parameter file: the path that findings name; its folder is where relative references start.
    package static func read(_ bytes: [UInt8], file: String, grant: GrantSource? = nil) -> (profile: Profile?, findings: [Finding]) {
        var reader = ProfileReader(file: file, bytes: bytes, grant: grant)
        let profile = reader.profile(bytes)
        let findings = reader.source.findings
        return (findings.isEmpty ? profile : nil, findings)
    }
}

/// Turns the document of a profile into a `Profile`.
///
///     schema_version: 1
///     name: <in reports>, environment: sandbox | staging | production
///     platform: { base_url: <URL>, trust: <reference>, jwks: <URL | reference>, log_key: <URL | reference | verifier key>,
///                 origins: [<URL>, ..] }
///     identities:
///       <name>:
///         certificate, key, signing_key: <reference>, values: { <variable>: <value> }
///         token: { method: private_key_jwt, url: <URL>, issuer: <base_url if absent>, client_id, key: <reference>, scope }
///              | { method: fixed, value: <reference> }
///         token_of: <another identity, whose token is presented>
///     states: manual | { url: <URL>, as: <identity> }
///     capabilities: [..], allow_effects: [read, ..], values: {..}, dialect: ours | <path>
///     grant: { file: <path>, trust: <path of a JWKS>, sha256: <of the file> }
///     callbacks: { listen: <host:port>, certificate, key, trust, expired_certificate, expired_key: <reference> }
///     tools: { clock, faults, restart, rotate_key: <URL> | exec:<program> | { url, method: POST, as: <identity>, body: {..} } }
///     drops: { mail: <host:port>, domain: <of made-up addresses>, folder: <path> }
///
/// A reference is `file:…`, `env:…` or `exec:…`.
struct ProfileReader {
    /// Profiles are written by hand; this is far above any real one.
    static let maximumBytes = 1 << 20

    private static let keys = [
        "name", "environment", "platform", "identities", "states", "capabilities", "callbacks", "tools", "drops", "allow_effects",
        "values", "dialect", "grant",
    ]

    private let file: String
    private let grant: GrantSource?
    let folder: String
    var source: FileSource

    init(file: String, bytes: [UInt8], grant: GrantSource?) {
        self.file = file
        self.grant = grant
        folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        source = FileSource(file: file, bytes: bytes, area: "profile")
    }

    mutating func profile(_ bytes: [UInt8]) -> Profile? {
        guard let document = source.document(bytes),
            let top = source.top(document, as: "a profile", keys: Self.keys, required: ["environment", "platform", "identities"])
        else { return nil }
        let environment = top["environment"].flatMap { source.choice($0.value, as: "`environment`", of: Profile.Environment.self) }
        let platform = top["platform"].flatMap { readPlatform($0.value) }
        let identities = top["identities"].map { readIdentities($0.value, issuer: platform?.baseURL ?? "") } ?? []
        let callbacks = top["callbacks"].flatMap { readCallbacks($0.value) }
        let states = top["states"].flatMap { readStates($0.value, identities: identities.map(\.name)) }
        let tools = top["tools"].map { readTools($0.value, identities: identities.map(\.name)) } ?? [:]
        let drops = top["drops"].map { readDrops($0.value) } ?? Profile.Drops()
        let setting = top["grant"].flatMap { readGrant($0) }
        let dialect = top["dialect"].flatMap { readDialect($0) }
        let name = source.string(top["name"])
        let capabilities = top["capabilities"].map { readCapabilities($0.value) } ?? []
        let values = source.mapping(top["values"])
        guard let environment, let platform else { return nil }
        let granted = grant(setting, brought: grant, environment: environment, baseURL: platform.baseURL)
        let effects = readEffects(top["allow_effects"], in: environment, granted, setting)
        return Profile(
            name: name ?? Self.host(of: platform.baseURL), environment: environment, platform: platform, identities: identities,
            states: states, capabilities: Set(capabilities), callbacks: callbacks, tools: tools, drops: drops,
            allowedEffects: effects, values: Self.dictionary(values), dialect: dialect, grant: granted, file: file)
    }

    private mutating func readPlatform(_ node: Node) -> Profile.Platform? {
        guard
            let object = source.object(
                node, as: "`platform`", keys: ["base_url", "trust", "jwks", "log_key", "origins"], required: ["base_url"])
        else { return nil }
        let trust = reference(object["trust"])
        let jwks = material(object["jwks"])
        let logKey = material(object["log_key"])
        let origins = object["origins"].map { member in
            source.list(member.value).compactMap { url(Node.Member(key: member.key, keyPlace: member.keyPlace, value: $0)) }
        }
        guard let baseURL = url(object["base_url"]) else { return nil }
        return Profile.Platform(baseURL: baseURL, trust: trust, jwks: jwks, logKey: logKey, origins: origins ?? [])
    }

    /// The dialect in the file beside the profile; its findings name the file.
    private mutating func readDialect(_ member: Node.Member) -> Dialect? {
        guard let written = source.string(member), written != "ours" else { return nil }
        let (dialect, findings) = Dialect.load(beside(written))
        for finding in findings { source.report(finding) }
        return dialect
    }

    private mutating func readCapabilities(_ node: Node) -> [String] {
        source.list(node).compactMap { element in
            guard let word = source.string(element, as: "a capability") else { return nil }
            if !Capability.known.contains(word) {
                let near = Spelling.nearest(to: word, among: Capability.known)
                source.report(.profileCapability(word, near: near, at: source.location(of: element)))
            }
            return word
        }
    }

    private mutating func readCallbacks(_ node: Node) -> Profile.Callbacks? {
        let keys = ["listen", "certificate", "key", "trust", "expired_certificate", "expired_key"]
        guard let object = source.object(node, as: "`callbacks`", keys: keys) else { return nil }
        requirePair("expired_certificate", "expired_key", in: object, of: "`callbacks`")
        let (expired, expiredKey) = (reference(object["expired_certificate"]), reference(object["expired_key"]))
        requirePair("certificate", "key", in: object, of: "`callbacks`")
        let certificate = reference(object["certificate"])
        let key = reference(object["key"])
        let trust = reference(object["trust"])
        guard let listen = object["listen"] else {
            return Profile.Callbacks(
                certificate: certificate, key: key, trust: trust, expiredCertificate: expired, expiredKey: expiredKey)
        }
        guard let written = source.string(listen), let (host, port) = Self.address(written) else {
            source.report(.profileAddress(at: source.location(of: listen.value)))
            return nil
        }
        return Profile.Callbacks(
            host: host, port: port, certificate: certificate, key: key, trust: trust, expiredCertificate: expired, expiredKey: expiredKey)
    }

    private mutating func readStates(_ node: Node, identities: [String]) -> Profile.States? {
        if let word = node.string {
            if word == "manual" { return .manual }
            source.report(.profileStates(at: source.location(of: node)))
            return nil
        }
        guard let object = source.object(node, as: "`states`", keys: ["url", "as"], required: ["url"]) else { return nil }
        let identity = source.string(object["as"])
        if let identity, let member = object["as"], !identities.contains(identity) {
            let near = Spelling.nearest(to: identity, among: identities)
            source.report(.profileIdentity(identity, near: near, at: source.location(of: member.value)))
        }
        return url(object["url"]).map { .url($0, identity: identity) }
    }
}

extension ProfileReader {
    /// A member that must be given together with another one.
    mutating func requirePair(_ first: String, _ second: String, in object: [String: Node.Member], of what: String) {
        for (key, other) in [(first, second), (second, first)] {
            guard let member = object[key], object[other] == nil else { continue }
            source.missing(other, of: "\(what) with `\(key)`", at: source.location(ofKey: member))
        }
    }

    /// A secret by reference; text that is no reference is refused without being repeated.
    mutating func reference(_ member: Node.Member?) -> SecretReference? {
        guard let member, let written = source.string(member) else { return nil }
        if let reference = SecretReference(parsing: written, folder: folder) { return reference }
        source.report(.profileReference(member.key, at: source.location(ofKey: member)))
        return nil
    }

    /// An absolute http(s) URL without a slash at its end.
    mutating func url(_ member: Node.Member?) -> String? {
        guard let member, var written = source.string(member) else { return nil }
        let rest = ["https://", "http://"].first { written.lowercased().hasPrefix($0) }.map { written.dropFirst($0.count) }
        guard let rest, let first = rest.first, first != "/", !written.contains("#"), !written.contains(where: \.isWhitespace) else {
            source.report(.profileURL(member.key, at: source.location(of: member.value)))
            return nil
        }
        while written.hasSuffix("/") { written.removeLast() }
        return written
    }

    private mutating func material(_ member: Node.Member?) -> Profile.PublicMaterial? {
        guard let member, let written = source.string(member) else { return nil }
        if written.hasPrefix("https://") || written.hasPrefix("http://") { return url(member).map { .url($0) } }
        return SecretReference(parsing: written, folder: folder).map { .reference($0) } ?? .text(written)
    }

    static func dictionary(_ node: Node?) -> [String: Node] {
        Dictionary((node?.members ?? []).map { ($0.key, $0.value) }) { $1 }
    }

    /// `host:port`, with an IPv6 host in brackets.
    static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) } else if host.contains(":") { return nil }
        return host.isEmpty ? nil : (host, port)
    }

    private static func host(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
        return String(rest.prefix { $0 != "/" })
    }
}
