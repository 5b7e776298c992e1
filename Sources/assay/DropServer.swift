#if Platform
    import Crypto
    import Foundation
    import RegulatorAPI
    import Transport

    /// OpenSSH's server for the length of a demo: on the loopback address, for the user who runs it and the key made for it, and for
    /// nothing but files. It never touches the system's own.
    struct DropServer: Sendable {
        /// Why there is no drop to be shown.
        struct Unavailable: Error, CustomStringConvertible {
            let description: String
        }

        /// Where distributions put it; it is not in everybody's `PATH`, and has to be called by its absolute path.
        static let places = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/opt/homebrew/sbin/sshd", "/usr/bin/sshd"]

        /// The port is chosen before the server takes it, so another may be faster.
        private static let tries = 3
        private static let tooLate = "Address already in use"
        private static let patience: Duration = .seconds(5)

        let drop: FileDrop
        private let program: LoneProgram

        /// Makes the keys and starts the server.
        /// - Parameters:
        ///   - folder: for its configuration, host key and log; made.
        ///   - files: the folder that files are put in; made.
        ///   - key: where the private key of those who may put files is written, the public one beside it with `.pub`.
        ///   - sshd: the server's program; nil looks for it.
        /// - Throws: `Unavailable` when it is not installed or does not let a file in.
        static func start(in folder: String, files: String, key: String, sshd: String?) async throws -> DropServer {
            let candidates = sshd.map { [$0] } ?? places
            guard let sshd = candidates.first(where: { $0.hasPrefix("/") && FileManager.default.isExecutableFile(atPath: $0) }) else {
                throw Unavailable(description: "OpenSSH's server is not installed (Debian: CI/setup openssh-server openssh-client)")
            }
            let (folder, files, key) = (absolute(folder), absolute(files), absolute(key))
            for made in [folder, files] { try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true) }
            let digest = try await makeKeys(host: "\(folder)/host", client: key)
            guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else {
                throw Unavailable(description: "the user who runs this has no name")
            }
            let user = String(cString: name)
            if geteuid() == 0 {
                // Without this folder the server refuses to start for root; packages make it at boot.
                try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
            }
            var last = Unavailable(description: "OpenSSH's server was not tried")
            for _ in 0..<tries {
                let drop: FileDrop
                do {
                    drop = try FileDrop(
                        host: "127.0.0.1", port: try FreePort.choose(host: "127.0.0.1"), user: user, hostKeyDigest: digest,
                        privateKeyFile: key, folder: files)
                } catch let error as TransportError {
                    throw Unavailable(description: "a drop cannot be named so: \(error.message)")
                }
                do { return try await start(sshd, drop, folder: folder, key: key) } catch let error as Unavailable {
                    last = error
                    guard error.description.contains(tooLate) else { throw error }
                }
            }
            throw last
        }

        /// Ends the server and waits until it is gone.
        func stop() async { await program.stop() }

        private static func start(_ sshd: String, _ drop: FileDrop, folder: String, key: String) async throws -> DropServer {
            let log = "\(folder)/sshd.log"
            let settings = """
                Port \(drop.port)
                ListenAddress 127.0.0.1
                HostKey "\(folder)/host"
                PidFile none
                AuthorizedKeysFile "\(key).pub"
                AuthenticationMethods publickey
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                UsePAM no
                StrictModes no
                PermitRootLogin prohibit-password
                PermitTTY no
                DisableForwarding yes
                MaxStartups 200
                Subsystem sftp internal-sftp
                ForceCommand internal-sftp

                """
            try Data(settings.utf8).write(to: URL(filePath: "\(folder)/sshd_config"))
            try Data().write(to: URL(filePath: log))
            let server = DropServer(drop: drop, program: try LoneProgram([sshd, "-D", "-e", "-f", "\(folder)/sshd_config"], log: log))
            do {
                try await server.provesItself()
                return server
            } catch {
                await server.stop()
                guard let error = error as? TransportError else { throw error }
                let lines = (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n") ?? []
                let said = (lines.first { $0.contains(tooLate) } ?? lines.last).map(String.init)
                throw Unavailable(description: "OpenSSH's server does not take files: \(error.message)" + (said.map { " (\($0))" } ?? ""))
            }
        }

        /// Puts a file and takes it away: whether a server listens is not yet whether its drop can be used.
        private func provesItself() async throws {
            let end = ContinuousClock.now + Self.patience
            let name = "first"
            while true {
                do {
                    _ = try await SFTPClient(drop: drop, timeout: Self.patience).put(Array("it works\n".utf8), as: name)
                    try FileManager.default.removeItem(atPath: "\(drop.folder)/\(name)")
                    return
                } catch let error as TransportError {
                    guard ContinuousClock.now < end else { throw error }
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
        }

        /// A key pair for each side; returns the digest of the host's.
        private static func makeKeys(host: String, client: String) async throws -> String {
            for path in [host, client] {
                let status: Int32
                do {
                    status = try await LoneProgram.status(of: ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "demo", "-f", path])
                } catch {
                    throw Unavailable(description: "ssh-keygen does not start: \(error.localizedDescription)")
                }
                guard status == 0 else {
                    throw Unavailable(description: "ssh-keygen ended with \(status) (Debian: CI/setup openssh-client)")
                }
            }
            let words = try String(contentsOfFile: "\(host).pub", encoding: .utf8).split(separator: " ")
            guard words.count >= 2, let blob = Data(base64Encoded: String(words[1])) else {
                throw Unavailable(description: "ssh-keygen wrote no public key")
            }
            return Data(SHA256.hash(data: blob)).base64EncodedString().replacing("=", with: "")
        }

        private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
    }
#endif
