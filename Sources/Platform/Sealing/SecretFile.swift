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
}
