public import Foundation
import Programs

/// Certificates made by the openssl command in a folder of their own: an authority, a server and a client of it, and a stranger.
public struct TestPKI: Sendable {
    /// Where the files are: NAME.pem and NAME.key.
    public let folder: URL

    /// Ends the tests where there is no openssl.
    public static let shared: TestPKI? = TestPKI()

    private static let location = FileManager.default.temporaryDirectory
        .appending(path: "assay-test-pki-\(ProcessInfo.processInfo.processIdentifier)")

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
            // Not left out quietly: CI/setup installs it.
            fatalError("openssl makes no certificates: \(error)")
        }
    }

    /// A file's bytes; empty when it is not there, which no client accepts.
    public func bytes(_ name: String) -> [UInt8] { (try? Data(contentsOf: folder.appending(path: name))).map(Array.init) ?? [] }

    private func openssl(_ arguments: String...) throws {
        var program = Program(looking: ["openssl"] + arguments)
        program.folder = folder.path
        guard try program.start().awaitEnd() == .exited(0) else { throw CocoaError(.executableLoad) }
    }
}
