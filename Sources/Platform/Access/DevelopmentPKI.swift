import Crypto
package import Documents
package import Foundation
import MessageSignatures
import Sealing

/// Makes the keys and certificates with which platform, simulator and regulators meet on one machine.
///
/// Never for production: the authority's private key lies beside the certificates that it issued. What is written:
/// a development authority and leaf certificates (P-256) for each party, a second authority for a stranger, Ed25519
/// signing keys as JWK with their public sets, the platform's signing keys by realm and purpose, what its derived secrets come from, the seeds
/// of the two transparency logs, the keys that wrap the keys of files at rest, the register of clients, and a plan of deliveries that names no
/// channel.
package struct DevelopmentPKI {
    /// A party that shows a client certificate and signs its requests.
    struct Party {
        let name: String
        let regulator: String?
        let roles: [String]
        let scopes: [String]
        /// Registered by a name and the authority in place of its certificate: `tls_client_auth`. Nobody vouches for its addresses either: it
        /// proves that it controls them, and wants its callbacks in order.
        var isNamed = false
    }

    /// The parties that the register of clients names, in its order.
    static let parties = [
        Party(name: "ukgc", regulator: "UKGC", roles: ["regulator_read"], scopes: ["regulator_read", "regulator_request"]),
        // One authority that may also see reports of suspicion; the others may not.
        Party(
            name: "mga", regulator: "MGA", roles: ["regulator_read"],
            scopes: ["regulator_read", "regulator_request", "regulator_aml_read"]),
        Party(name: "cga", regulator: "CGA", roles: ["regulator_read"], scopes: ["regulator_read", "regulator_request"]),
        Party(
            name: "cga-named", regulator: "CGA", roles: ["regulator_read"], scopes: ["regulator_read", "regulator_request"], isNamed: true),
        Party(name: "officer", regulator: nil, roles: ["compliance_officer"], scopes: ["compliance_officer"]),
        Party(name: "second-officer", regulator: nil, roles: ["compliance_officer"], scopes: ["compliance_officer"]),
    ]

    /// Signing keys of those who are not clients: the simulator, the issuer of reports.
    static let otherSigners = ["simulator", "assay"]

    /// Why no keys were made.
    package struct Failure: Error, CustomStringConvertible {
        /// What stands in the way, and what to do.
        package let description: String
    }

    private let directory: URL
    private let now: Timestamp

    /// - Parameters:
    ///   - directory: where the files go; made when it is missing.
    ///   - now: the first moment at which the certificates are valid (minus five minutes for clocks that are late).
    package init(directory: URL, now: Timestamp) {
        self.directory = directory
        self.now = now
    }

    /// Writes every file and returns their names in order.
    ///
    /// - Throws: `Failure` when the folder already holds an authority: keys in use are never replaced.
    package func create() throws -> [String] {
        let files = FileManager.default
        if files.fileExists(atPath: directory.appending(path: "ca.pem").path) {
            throw Failure(
                description:
                    "\(directory.relativePath) already holds an authority (ca.pem): choose another folder, or remove this one to start anew"
            )
        }
        try files.createDirectory(at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var written: [String] = []
        let authority = try DevelopmentAuthority(name: "Assay development authority", now: now)
        let elsewhere = try DevelopmentAuthority(name: "Authority of nobody here", now: now)
        try write(authority.certificatePEM, to: "ca.pem", &written)
        try write(authority.keyPEM, to: "ca.key", &written, secret: true)
        try write(elsewhere.certificatePEM, to: "stranger-ca.pem", &written)

        try issue("platform", by: authority, as: .serverAndClient, &written)
        try issue("simulator", by: authority, as: .serverAndClient, &written)
        try issue("stranger", by: elsewhere, as: .client, &written)
        var clients: [Node] = []
        for party in Self.parties {
            let thumbprint = try issue(party.name, by: authority, as: .client, &written)
            let keys = try signingKey(of: party.name, &written)
            clients.append(client(party, thumbprint: thumbprint, authority: authority.thumbprint, keys: keys))
        }
        for name in Self.otherSigners { _ = try signingKey(of: name, &written) }
        for realm in Realm.Name.allCases {
            for file in try PlatformKeyFiles.fresh(of: realm, at: now) { try write(file.text, to: file.name, &written, secret: true) }
            let seed = Curve25519.Signing.PrivateKey().rawRepresentation
            let name = realm.rawValue
            try write(Base64URL.encode([UInt8](seed)) + "\n", to: "log-\(name).key", &written, secret: true)
            try write(WrappingKeys.fresh(id: "\(name)-1"), to: "wrapping-\(name).json", &written, secret: true)
        }
        let register: Node = .object([("schema_version", 1), ("clients", .array(clients))])
        try write(String(decoding: register.prettyBytes(), as: UTF8.self), to: "clients.json", &written)
        let nothing: Node = .object([("schema_version", 1), ("relay", .null), ("drops", .object([])), ("channels", .array([]))])
        try write(String(decoding: nothing.prettyBytes(), as: UTF8.self), to: "deliveries.json", &written)
        return written
    }

    private func client(_ party: Party, thumbprint: String, authority: String, keys: Node) -> Node {
        let here: Node = ["https://127.0.0.1:*", "https://localhost:*"]
        let named: [(String, Node)] = [
            ("token_endpoint_auth_method", "tls_client_auth"), ("tls_client_auth_ca_sha256", .string(authority)),
            ("tls_client_auth_san_dns", .string("\(party.name).assay.invalid")), ("origins_to_prove", here), ("ordered_callbacks", true),
        ]
        return .object(
            [
                ("client_id", .string(party.name)),
                ("regulator", party.regulator.map { .string($0) } ?? .null),
                ("operator", party.regulator == nil ? "northwind" : .null),
                ("roles", .array(party.roles.map { .string($0) })),
                ("scopes", .array(party.scopes.map { .string($0) })),
                ("certificate_sha256", party.isNamed ? [] : [.string(thumbprint)]),
                ("jwks", keys),
                ("addresses", ["127.0.0.1/32", "::1/128"]),
                ("callback_origins", party.isNamed ? [] : here), ("allow_private", ["127.0.0.1:*", "localhost:*"]),
                // The domain of made-up addresses in profiles.
                ("mail_domains", party.regulator == nil ? [] : ["regulator.test"]),
                ("realms", ["production", "sandbox"]),
            ] + (party.isNamed ? named : []))
    }

    @discardableResult
    private func issue(
        _ name: String, by authority: DevelopmentAuthority, as use: DevelopmentAuthority.Use, _ written: inout [String]
    ) throws -> String {
        let leaf = try authority.issue(to: name, use: use, now: now)
        try write(leaf.certificatePEM, to: "\(name).pem", &written)
        try write(leaf.keyPEM, to: "\(name).key", &written, secret: true)
        return leaf.thumbprint
    }

    /// Makes an Ed25519 signing key, writes both halves and returns the public set.
    private func signingKey(of name: String, _ written: inout [String]) throws -> Node {
        let key = try SigningKey.generate(.ed25519)
        try write(String(decoding: key.jwk().prettyBytes(), as: UTF8.self), to: "\(name)-signing.jwk", &written, secret: true)
        let set = KeySet([key.verificationKey]).jwks()
        try write(String(decoding: set.prettyBytes(), as: UTF8.self), to: "\(name).jwks", &written)
        return set
    }

    private func write(_ text: String, to name: String, _ written: inout [String], secret: Bool = false) throws {
        let file = directory.appending(path: name)
        let mode = secret ? 0o600 : 0o644
        guard FileManager.default.createFile(atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]) else {
            throw Failure(description: "cannot write \(file.relativePath): look at the folder's permissions and the free space")
        }
        written.append(name)
    }
}
