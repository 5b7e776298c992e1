public import Foundation

/// A certificate authority run by the openssl command: NAME.pem and NAME.key in a folder, what it issues, and its lists of what it revoked.
public struct TestAuthority: Sendable {
    /// What went wrong, in openssl's words.
    public struct Failure: Error {
        /// Both streams of the command.
        public let text: String
    }

    /// The key that openssl makes, as `-newkey` takes it.
    public enum Key: String, Sendable, CaseIterable {
        case p256 = "ec -pkeyopt ec_paramgen_curve:P-256"
        case p384 = "ec -pkeyopt ec_paramgen_curve:P-384"
        case rsa = "rsa:2048"
        case ed25519
    }

    /// Its files are NAME.pem and NAME.key.
    public let name: String
    /// Where they are.
    public let folder: URL

    /// An authority whose certificate and key lie in the folder already.
    public init(existing name: String, in folder: URL) {
        self.name = name
        self.folder = folder
    }

    /// Makes certificate and key; `subject` is `/CN=NAME` unless told otherwise.
    public init(
        _ name: String, in folder: URL, subject: String? = nil, key: Key = .p256, keyUsage: String = "critical,keyCertSign,cRLSign"
    ) async throws {
        self.init(existing: name, in: folder)
        try await run(
            """
            openssl req -x509 -newkey \(key.rawValue) -nodes -days 30 -subj '\(subject ?? "/CN=\(name)")' -keyout \(name).key \
            -out \(name).pem -addext keyUsage=\(keyUsage)
            """)
    }

    /// Issues CLIENT.pem with CLIENT.key, valid for 30 days; `subject` is `/CN=CLIENT` unless told otherwise, `names` are alternative names
    /// as openssl's `subjectAltName` takes them.
    public func issue(_ client: String, subject: String? = nil, names: String? = nil) async throws {
        try await run(
            """
            openssl req -x509 -newkey \(Key.p256.rawValue) -nodes -days 30 -subj '\(subject ?? "/CN=\(client)")' -CA \(name).pem -CAkey \(name).key \
            -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=clientAuth \
            \(names.map { "-addext subjectAltName=\($0)" } ?? "") -keyout \(client).key -out \(client).pem
            """)
    }

    /// A list in PEM. `extensions` are lines of openssl's configuration, `options` what else `openssl ca -gencrl` is told.
    public func list(
        revoking clients: [String], digest: String = "sha256", extensions: String = "", options: String = ""
    ) async throws -> [UInt8] {
        let id = UUID().uuidString
        let authority = "-config \(id).cnf -cert \(name).pem -keyfile \(name).key"
        let extra = extensions.isEmpty ? "" : "-crlexts more"
        try await run(
            """
            set -eu
            : > \(id).index && echo 01 > \(id).number
            cat > \(id).cnf <<'END'
            [ca]
            default_ca = d
            [d]
            database = \(id).index
            crlnumber = \(id).number
            default_md = \(digest)
            default_crl_days = 30
            [more]
            \(extensions)
            END
            for client in \(clients.joined(separator: " ")); do
                openssl ca \(authority) -revoke $client.pem -crl_reason keyCompromise
            done
            openssl ca \(authority) -gencrl -out \(id).crl \(extra) \(options)
            """)
        return [UInt8](try Data(contentsOf: folder.appending(path: "\(id).crl")))
    }

    /// The bytes of a file in the folder.
    public func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }

    private func run(_ script: String) async throws {
        let outcome = try await Shell.run(script, in: folder)
        guard outcome.status == 0 else { throw Failure(text: outcome.text) }
    }
}
