import Crypto
package import Documents
import Foundation
package import Sealing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The finished files of reports, each under the SHA-256 of its bytes; nothing is changed or deleted.
///
/// A local directory is tamper-evident (the name is the hash, which a signed manifest repeats), not write-once. The files are
/// sealed with AES-256, each under a key of its own (`SealedFile`): nothing of a report lies in clear text.
package struct ReportVault: Sendable {
    /// Files lie in folders named after the first two digits of their hash.
    package let directory: String
    private let sealing: SealedFile

    /// - Parameters:
    ///   - directory: made with mode 0700 at the first write.
    ///   - sealing: how files are sealed.
    package init(directory: String, sealing: SealedFile) {
        self.directory = directory
        self.sealing = sealing
    }

    /// Keeps bytes; when it returns they are on the medium under their name. The same bytes are kept once.
    /// - Returns: the SHA-256 in lower-case hex.
    /// - Throws: `ReportingError` `vault-unavailable`.
    @discardableResult
    package func keep(_ bytes: [UInt8], at instant: Timestamp) throws(ReportingError) -> String {
        let sha256 = Self.sha256(bytes)
        let folder = directory + "/" + sha256.prefix(2)
        // A file that is there may have been put there a moment ago by somebody who has not synchronized the folder yet.
        if (try? read(sha256)) == nil {
            try makeFolder(folder)
            let sealed: [UInt8]
            do { sealed = try sealing.sealed(bytes, as: sha256, at: instant) } catch {
                throw .vault("seal a file in", folder, error.description)
            }
            try put(sealed, under: folder + "/" + sha256 + Self.suffix, in: folder)
        }
        try synchronize(directory: folder)
        return sha256
    }

    /// The bytes of a hash, which are hashed again.
    /// - Throws: `ReportingError` `file-damaged` when they are missing, other ones, or sealed with a key that is not at hand;
    ///   `vault-unavailable` when the key store cannot be read.
    package func read(_ sha256: String) throws(ReportingError) -> [UInt8] {
        guard sha256.utf8.count == 64, sha256.utf8.allSatisfy({ Self.hexDigits.contains($0) }),
            let data = FileManager.default.contents(atPath: directory + "/" + sha256.prefix(2) + "/" + sha256 + Self.suffix)
        else { throw .damaged(sha256) }
        let bytes: [UInt8]
        do { bytes = try sealing.opened(Array(data), as: sha256) } catch {
            if error.code == .unavailable { throw .vault("open a file in", directory, error.description) }
            throw .damaged(sha256)
        }
        guard Self.sha256(bytes) == sha256 else { throw .damaged(sha256) }
        return bytes
    }

    /// The SHA-256 in lower-case hex.
    package static func sha256(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    static let suffix = ".sealed"
    private static let hexDigits = Set("0123456789abcdef".utf8)

    private static var reason: String { String(cString: strerror(errno)) }

    private func makeFolder(_ folder: String) throws(ReportingError) {
        guard !FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .vault("make", folder, error.localizedDescription)
        }
        try synchronize(directory: directory)
        try synchronize(directory: URL(fileURLWithPath: directory).deletingLastPathComponent().path)
    }

    /// Writes a temporary file of a name of its own, synchronizes it and gives it the final name. A crash leaves at most a file
    /// whose name begins with a dot.
    private func put(_ bytes: [UInt8], under path: String, in folder: String) throws(ReportingError) {
        var name = Array((folder + "/.XXXXXX").utf8CString)
        let descriptor = mkstemp(&name)
        let temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw .vault("make a file in", folder, Self.reason) }
        defer { close(descriptor) }
        guard Self.fill(descriptor, with: bytes), fchmod(descriptor, 0o400) == 0, fsync(descriptor) == 0, rename(temporary, path) == 0
        else {
            let reason = Self.reason
            unlink(temporary)
            throw .vault("write", path, reason)
        }
    }

    /// False when the system refuses; the reason is then in `errno`.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }

    private func synchronize(directory: String) throws(ReportingError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .vault("open", directory, Self.reason) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .vault("synchronize", directory, Self.reason) }
    }
}
