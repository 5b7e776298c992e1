import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A log in a directory of a POSIX file system, each file written so that a crash at any moment leaves it whole or absent.
///
/// A file is written under a temporary name in its own directory, synchronized, then linked (or, for `replace`, renamed) to its name, and
/// the directory is synchronized after it; so is the parent of every new directory. Tiles are read-only files. After a failed
/// synchronization, for whatever reason, and after an input/output error of any other call (`EIO`) nobody knows what is on the disk: the
/// store then refuses every further write (`medium-failed`), and the process has to start anew from the records that the log is made of. A
/// full disk is `storage`, and passes. Readers are unaffected. Files left by a crash have names that start with a dot.
package struct DirectoryTileStore: PrunableTileStore {
    /// A full bundle of entries of the largest size, with room to spare.
    static let maximumFileBytes = 17 << 20

    private let directory: String
    private let state: WriterState
    private let synchronize: @Sendable (_ descriptor: Int32) -> Int32

    /// What copies of one store share.
    private final class WriterState: Sendable {
        struct Contents {
            var failure: String?
            var sequence: UInt64 = 0
            /// Directories whose own entry in their parent is known to be durable.
            var durable: Set<String> = []
        }
        let contents = Mutex(Contents())
    }

    /// `directory` is made with its parents at the first write. One process may write a log at a time; see to that with a lease.
    package init(directory: String) {
        self.init(directory: directory, synchronize: { fsync($0) })
    }

    /// For files that need not outlast the process: nothing is synchronized.
    package static func passing(directory: String) -> DirectoryTileStore {
        DirectoryTileStore(directory: directory, synchronize: { _ in 0 })
    }

    /// For tests: `synchronize` stands for `fsync` and returns what that returns.
    init(directory: String, synchronize: @escaping @Sendable (_ descriptor: Int32) -> Int32) {
        self.directory = directory.count > 1 && directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        self.synchronize = synchronize
        state = WriterState()
    }

    /// Throws `malformed` for a path that is none of a log's, `storage` for links, folders, files over 17 MiB and failures.
    package func read(_ path: String) throws(LogError) -> [UInt8]? {
        try Self.check(path)
        do {
            return try POSIXFile.read("\(directory)/\(path)", limit: Self.maximumFileBytes)
        } catch {
            throw LogError(.storage, error.description, path: path)
        }
    }

    /// Durable when it returns, also when the file was there with equal bytes.
    package func create(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        let target = try Target(path, in: directory)
        try writing(path) { () throws(POSIXFile.Failure) in
            let temporary = try writeTemporary(bytes, in: target, mode: 0o444)
            let linked = link(temporary, target.file)
            let number = errno
            unlink(temporary)
            guard linked == 0 || number == EEXIST else { throw POSIXFile.Failure(call: "link", number: number) }
            try synchronize(directory: target.folder)
        }
        // Also read back after a link of our own: it costs little against the synchronization and never trusts a name taken meanwhile.
        guard try read(path) == bytes else { throw LogError(.conflict, "a file with other bytes is already there", path: path) }
    }

    /// Readers see the old file or the new one; durable when it returns.
    package func replace(_ path: String, _ bytes: [UInt8]) throws(LogError) {
        let target = try Target(path, in: directory)
        try writing(path) { () throws(POSIXFile.Failure) in
            let temporary = try writeTemporary(bytes, in: target, mode: 0o644)
            guard rename(temporary, target.file) == 0 else {
                let number = errno
                unlink(temporary)
                throw POSIXFile.Failure(call: "rename", number: number)
            }
            try synchronize(directory: target.folder)
        }
    }

    /// Reads every folder below `tile/`.
    package func tilePaths() throws(LogError) -> [String] {
        var found: [String] = []
        var open = ["tile"]
        while let folder = open.popLast() {
            do {
                for (name, isDirectory) in try POSIXFile.list("\(directory)/\(folder)") {
                    if isDirectory { open.append("\(folder)/\(name)") } else { found.append("\(folder)/\(name)") }
                }
            } catch {
                throw LogError(.storage, error.description, path: folder)
            }
        }
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Nothing is synchronized: a file that comes back after a crash is as right as it was.
    package func removePartials(of full: TilePath) throws(LogError) {
        guard !full.isPartial else { return }
        let file = "\(directory)/\(full)"
        var status = stat()
        guard lstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        do throws(POSIXFile.Failure) {
            let folder = file + ".p"
            let found = try POSIXFile.list(folder)
            for (name, isDirectory) in found where !isDirectory {
                guard unlink("\(folder)/\(name)") == 0 || errno == ENOENT else { throw POSIXFile.Failure(call: "unlink", number: errno) }
            }
            // Stays while a crash has left a temporary file in it.
            if rmdir(folder) == 0 { state.contents.withLock { _ = $0.durable.remove(folder) } }
        } catch {
            throw Self.refusal(keeping(error), path: full.description)
        }
    }

    // MARK: Writing

    private struct Target {
        let folder: String
        let name: String
        var file: String { "\(folder)/\(name)" }

        init(_ path: String, in directory: String) throws(LogError) {
            try DirectoryTileStore.check(path)
            var parts = path.split(separator: "/").map(String.init)
            name = parts.removeLast()
            folder = ([directory] + parts).joined(separator: "/")
        }
    }

    /// Throws unless the path is made of names of small letters, digits and dots, none of which starts with a dot.
    private static func check(_ path: String) throws(LogError) {
        let isGood = path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.first != "."
                && part.utf8.allSatisfy {
                    ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
                        || $0 == UInt8(ascii: ".")
                }
        }
        guard isGood else { throw LogError(.malformed, "not the path of a file of a log", path: path) }
    }

    private func writing(_ path: String, _ body: () throws(POSIXFile.Failure) -> Void) throws(LogError) {
        if let failure = state.contents.withLock({ $0.failure }) {
            throw LogError(.mediumFailed, "writing stopped after an earlier failure (\(failure)); start again from the records", path: path)
        }
        do {
            try body()
        } catch {
            throw Self.refusal(keeping(error), path: path)
        }
    }

    /// Keeps a failure of the medium, after which nothing is written.
    private func keeping(_ failure: POSIXFile.Failure) -> POSIXFile.Failure {
        if failure.isOfMedium { state.contents.withLock { $0.failure = $0.failure ?? failure.description } }
        return failure
    }

    private static func refusal(_ failure: POSIXFile.Failure, path: String) -> LogError {
        LogError(failure.isOfMedium ? .mediumFailed : .storage, failure.description, path: path)
    }

    /// Makes the folder first. Another process may have taken it away since, with the partial files in it: then it is made again.
    private func writeTemporary(_ bytes: [UInt8], in target: Target, mode: mode_t) throws(POSIXFile.Failure) -> String {
        try makeDurable(target.folder)
        do throws(POSIXFile.Failure) {
            return try writeTemporary(bytes, beside: target, mode: mode)
        } catch {
            guard error.number == ENOENT else { throw error }
            state.contents.withLock { _ = $0.durable.remove(target.folder) }
            try makeDurable(target.folder)
            return try writeTemporary(bytes, beside: target, mode: mode)
        }
    }

    private func writeTemporary(_ bytes: [UInt8], beside target: Target, mode: mode_t) throws(POSIXFile.Failure) -> String {
        let (temporary, descriptor) = try openTemporary(beside: target)
        do throws(POSIXFile.Failure) {
            defer { close(descriptor) }
            try POSIXFile.write(bytes, to: descriptor)
            guard fchmod(descriptor, mode) == 0 else { throw POSIXFile.Failure(call: "fchmod", number: errno) }
            try synchronize(descriptor: descriptor)
        } catch {
            unlink(temporary)
            throw error
        }
        return temporary
    }

    private func openTemporary(beside target: Target) throws(POSIXFile.Failure) -> (path: String, descriptor: Int32) {
        while true {
            let sequence = state.contents.withLock { contents in
                contents.sequence += 1
                return contents.sequence
            }
            let path = "\(target.folder)/.\(target.name).\(getpid()).\(sequence)"
            do throws(POSIXFile.Failure) {
                return (path, try POSIXFile.createExclusively(path))
            } catch {
                // A name left by a crashed process that had our number is passed over.
                guard error.number == EEXIST else { throw error }
            }
        }
    }

    /// Makes the folder and its parents where needed, and their names durable; each only once per store.
    private func makeDurable(_ folder: String) throws(POSIXFile.Failure) {
        if folder == "/" || folder == "." || state.contents.withLock({ $0.durable.contains(folder) }) { return }
        let parent = Self.parent(of: folder)
        let isBelow = folder.utf8.count > directory.utf8.count
        if isBelow { try makeDurable(parent) }
        let isNew: Bool
        do throws(POSIXFile.Failure) {
            isNew = try POSIXFile.makeDirectory(folder)
        } catch {
            guard error.number == ENOENT else { throw error }
            try makeDurable(parent)
            isNew = try POSIXFile.makeDirectory(folder)
        }
        // Within the log also when it was there already: a crash may have come between making it and this.
        if isNew || isBelow { try synchronize(directory: parent) }
        state.contents.withLock { _ = $0.durable.insert(folder) }
    }

    private static func parent(of folder: String) -> String {
        guard let slash = folder.lastIndex(of: "/") else { return "." }
        return slash == folder.startIndex ? "/" : String(folder[..<slash])
    }

    private func synchronize(directory folder: String) throws(POSIXFile.Failure) {
        let descriptor = try POSIXFile.openDirectory(folder)
        defer { close(descriptor) }
        try synchronize(descriptor: descriptor)
    }

    private func synchronize(descriptor: Int32) throws(POSIXFile.Failure) {
        guard POSIXFile.repeating({ synchronize(descriptor) }) == 0 else {
            throw keeping(POSIXFile.Failure(call: "fsync", number: errno))
        }
    }
}
