public import Foundation

/// Certificates made by the openssl command in a folder of their own: an authority, a server and a client of it, and a stranger.
public struct TestPKI: Sendable {
    /// Where the files are: NAME.pem and NAME.key.
    public let folder: URL

    /// Nil, said aloud, where there is no openssl.
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
            print("skipped: no openssl to make certificates: \(error)")
            return nil
        }
    }

    /// A file's bytes; empty when it is not there, which no client accepts.
    public func bytes(_ name: String) -> [UInt8] { (try? Data(contentsOf: folder.appending(path: name))).map(Array.init) ?? [] }

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
