import Foundation
import Programs

@testable import Transport

/// OpenSSH's sshd on 127.0.0.1 with its own host key, for the user who runs the tests; nil where it is not installed or cannot be started.
final class PrivateSSHServer: Sendable {
    let port: Int
    let user: String
    let folder: URL
    let hostKeyDigest: String

    static let shared: PrivateSSHServer? = start()

    private static let location = FileManager.default.temporaryDirectory
        .appending(path: "assay-sftp-\(ProcessInfo.processInfo.processIdentifier)")

    private init(port: Int, user: String, folder: URL, hostKeyDigest: String) {
        self.port = port
        self.user = user
        self.folder = folder
        self.hostKeyDigest = hostKeyDigest
    }

    var dropFolder: URL { folder.appending(path: "drop \"1\"") }

    func drop(user: String? = nil, digest: String? = nil, key: String = "client", folder: String? = nil, port: Int? = nil) throws
        -> FileDrop
    {
        try FileDrop(
            host: "127.0.0.1", port: port ?? self.port, user: user ?? self.user, hostKeyDigest: digest ?? hostKeyDigest,
            privateKeyFile: self.folder.appending(path: key).path, folder: folder ?? dropFolder.path)
    }

    private static func start() -> PrivateSSHServer? {
        let sshd = URL(filePath: "/usr/sbin/sshd")
        guard FileManager.default.isExecutableFile(atPath: sshd.path) else {
            print("skipped: no /usr/sbin/sshd (openssh-server) for the SFTP server")
            return nil
        }
        atexit { try? FileManager.default.removeItem(at: PrivateSSHServer.location) }
        do {
            let folder = PrivateSSHServer.location
            try FileManager.default.createDirectory(at: folder.appending(path: "drop \"1\""), withIntermediateDirectories: true)
            for name in ["host", "client", "stranger"] {
                _ = try run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.appending(path: name).path)
            }
            let user = try run("id", "-un")
            try FileManager.default.copyItem(at: folder.appending(path: "client.pub"), to: folder.appending(path: "allowed"))
            let port = try freePort()
            try """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(folder.path)/host
            PidFile none
            AuthorizedKeysFile \(folder.path)/allowed
            PasswordAuthentication no
            UsePAM no
            MaxStartups 200
            StrictModes no
            PermitRootLogin prohibit-password
            Subsystem sftp internal-sftp
            ForceCommand internal-sftp
            """.write(to: folder.appending(path: "sshd_config"), atomically: true, encoding: .utf8)
            try? FileManager.default.createDirectory(atPath: "/run/sshd", withIntermediateDirectories: true)
            // The shell ends sshd when its standard input, hence the test process, ends.
            var program = Program(
                "/bin/sh",
                ["-c", "/usr/sbin/sshd -D -e -f \"$0\" 2>/dev/null & p=$!; cat >/dev/null; kill $p", "\(folder.path)/sshd_config"])
            program.input = .pipe(input)
            _ = try program.start()
            let line = try run("ssh-keygen", "-l", "-E", "sha256", "-f", folder.appending(path: "host.pub").path)
            let digest = line.split(separator: " ")[1]
            guard isListening(port) else {
                print("skipped: sshd does not start")
                return nil
            }
            return PrivateSSHServer(port: port, user: user, folder: folder, hostKeyDigest: String(digest))
        } catch {
            print("skipped: no SFTP server: \(error)")
            return nil
        }
    }

    private static let input = Pipe()

    private static func isListening(_ port: Int) -> Bool {
        (try? run(
            "python3", "-c",
            "import socket,sys,time\nfor i in range(100):\n  try: socket.create_connection(('127.0.0.1',\(port))).recv(3); sys.exit()\n  except OSError: time.sleep(.05)\nsys.exit(1)"
        )) != nil
    }

    private static func freePort() throws -> Int {
        let text = try run("python3", "-c", "import socket; s=socket.socket(); s.bind(('127.0.0.1',0)); print(s.getsockname()[1])")
        guard let port = Int(text) else { throw CocoaError(.featureUnsupported) }
        return port
    }

    private static func run(_ arguments: String...) throws -> String {
        let output = Pipe()
        var program = Program(looking: arguments)
        program.output = .pipe(output)
        let running = try program.start()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        guard running.awaitEnd() == .exited(0) else { throw CocoaError(.executableLoad) }
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
