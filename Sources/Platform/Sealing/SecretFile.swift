import Foundation

/// Files that hold secrets (private keys, wrapping keys, passwords): taken only while nobody but their owner can touch them.
///
/// What others could read or write is no secret any more, so it is refused, not mended: whoever put it there must know.
package enum SecretFile {
    /// The file's bytes; nil when it cannot be read. A link is followed, and the mode is that of the file which is then read.
    /// - Throws: `SealingError` `secret-exposed` when the mode gives group or others anything (`mode & 0o077`).
    package static func bytes(at path: String) throws(SealingError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var facts = stat()
        // Of the open file, not of its path: nothing can be put in its place between the look and the reading.
        guard fstat(descriptor, &facts) == 0 else { return nil }
        guard facts.st_mode & 0o077 == 0 else { throw .exposed(path, mode: facts.st_mode & 0o777) }
        do { return [UInt8](try file.readToEnd() ?? Data()) } catch { return nil }
    }

    /// Puts a secret under a path, for its owner alone (mode 0600): the file is the old one or the new one at every moment, also after a loss
    /// of power. A crash leaves at most a file whose name begins with a dot.
    /// - Throws: `SealingError` `secret-unwritable`; the file is then as it was.
    package static func write(_ bytes: [UInt8], to path: String) throws(SealingError) {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        var name = Array((folder + "/.secret-XXXXXX").utf8CString)
        // `mkstemp` makes the file with mode 0600, and never one that is there.
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw .unwritable(path, reason) }
        let temporary = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { close(descriptor) }
        guard fchmod(descriptor, 0o600) == 0, fill(descriptor, with: bytes), fsync(descriptor) == 0, rename(temporary, path) == 0 else {
            let reason = reason
            unlink(temporary)
            throw .unwritable(path, reason)
        }
        let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { throw .unwritable(path, reason) }
        defer { close(parent) }
        guard fsync(parent) == 0 else { throw .unwritable(path, reason) }
    }

    /// False when the system refuses; the reason is then in `errno`.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
