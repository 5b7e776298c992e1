import Foundation
import Transport

/// Certificates made by the openssl command in a folder of their own: an authority, a server and a client of it, and a stranger.
struct TestPKI: Sendable {
    let folder: URL

    static let shared: TestPKI? = TestPKI()

    private static let location = FileManager.default.temporaryDirectory
        .appending(path: "assay-simulator-pki-\(ProcessInfo.processInfo.processIdentifier)")

    private init?() {
        folder = TestPKI.location
        atexit { try? FileManager.default.removeItem(at: TestPKI.location) }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for authority in ["ca", "stranger-ca"] {
                try openssl(
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                    "/CN=\(authority)", "-keyout", "\(authority).key", "-out", "\(authority).pem")
            }
            for (name, authority) in [("server", "ca"), ("client", "ca"), ("stranger", "stranger-ca")] {
                try openssl(
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=\(name)",
                    "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
                    "-CA", "\(authority).pem", "-CAkey", "\(authority).key", "-keyout", "\(name).key", "-out", "\(name).pem")
            }
            try openssl(
                "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=expired", "-addext",
                "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "expired.key", "-out", "expired.csr")
            try openssl(
                "x509", "-req", "-in", "expired.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "-1",
                "-copy_extensions", "copy", "-out", "expired.pem")
        } catch {
            print("skipped: no openssl to make certificates: \(error)")
            return nil
        }
    }

    /// A file's bytes; empty when it is not there, which no client accepts.
    func bytes(_ name: String) -> [UInt8] { (try? Data(contentsOf: folder.appending(path: name))).map(Array.init) ?? [] }

    var trust: Trust { .pem(bytes("ca.pem")) }

    func identity(_ name: String) -> ClientIdentity {
        ClientIdentity(certificatePEM: bytes("\(name).pem"), keyPEM: bytes("\(name).key"))
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}
