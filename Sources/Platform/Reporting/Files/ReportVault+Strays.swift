import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// For a vault whose files are named elsewhere: what a crash kept that nothing names.
extension ReportVault {
    /// The hashes of all files; empty where nothing was kept yet. Linear.
    /// - Throws: `ReportingError` `vault-unavailable`.
    package func kept() throws(ReportingError) -> [String] {
        guard FileManager.default.fileExists(atPath: directory) else { return [] }
        var found: [String] = []
        do {
            for folder in try FileManager.default.contentsOfDirectory(atPath: directory) where folder.utf8.count == 2 {
                for name in try FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)") {
                    guard name.hasSuffix(Self.suffix), name.hasPrefix(folder) else { continue }
                    found.append(String(name.dropLast(Self.suffix.count)))
                }
            }
        } catch {
            throw .vault("list", directory, error.localizedDescription)
        }
        return found.sorted()
    }

    /// Takes the file of a hash away; its key is to be destroyed before. Does nothing when there is none.
    /// - Throws: `ReportingError` `vault-unavailable`.
    package func remove(_ sha256: String) throws(ReportingError) {
        let path = "\(directory)/\(sha256.prefix(2))/\(sha256)\(Self.suffix)"
        guard unlink(path) == 0 || errno == ENOENT else { throw .vault("remove", path, String(cString: strerror(errno))) }
    }
}
