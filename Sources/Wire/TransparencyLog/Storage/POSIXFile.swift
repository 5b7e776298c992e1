#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few system calls that durable files need, each repeated when a signal interrupts it. Errors are `errno` values.
enum POSIXFile {
    /// A system call's failure.
    struct Failure: Error {
        let call: String
        let number: Int32

        var description: String { "\(call): \(String(cString: strerror(number)))" }

        /// Whether what is on the medium is in doubt: after a synchronization that failed for whatever reason, since what was not written may
        /// be gone from memory then too, and after an input/output error of any other call.
        var isOfMedium: Bool { call == "fsync" || number == EIO }
    }

    /// The whole file, nil when there is none. Symbolic links are not followed; more than `limit` bytes fail with `EFBIG`.
    static func read(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
        let descriptor = repeating { open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Failure(call: "open", number: errno)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(call: "fstat", number: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(call: "open", number: EISDIR) }
        guard status.st_size <= limit else { throw Failure(call: "read", number: EFBIG) }
        let wanted = Int(status.st_size)
        var failed: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            while count < wanted {
                let room = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count..<wanted])
                let got = repeating { systemRead(descriptor, room) }
                if got < 0 { failed = errno }
                if got <= 0 { break }
                count += got
            }
        }
        guard failed == 0 else { throw Failure(call: "read", number: failed) }
        return bytes
    }

    /// A new file for writing; fails with `EEXIST` when the name is taken.
    static func createExclusively(_ path: String) throws(Failure) -> Int32 {
        let descriptor = repeating { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard descriptor >= 0 else { throw Failure(call: "create", number: errno) }
        return descriptor
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                repeating { systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[offset...])) }
            }
            guard written > 0 else { throw Failure(call: "write", number: written == 0 ? EIO : errno) }
            offset += written
        }
    }

    /// True when the directory was made now, false when it was there.
    static func makeDirectory(_ path: String) throws(Failure) -> Bool {
        if mkdir(path, 0o755) == 0 { return true }
        guard errno == EEXIST else { throw Failure(call: "mkdir", number: errno) }
        return false
    }

    static func openDirectory(_ path: String) throws(Failure) -> Int32 {
        let descriptor = repeating { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw Failure(call: "open", number: errno) }
        return descriptor
    }

    /// The names in a directory with whether each is a directory itself; names that start with a dot are left out.
    static func list(_ path: String) throws(Failure) -> [(name: String, isDirectory: Bool)] {
        guard let stream = opendir(path) else {
            if errno == ENOENT { return [] }
            throw Failure(call: "opendir", number: errno)
        }
        defer { closedir(stream) }
        var found: [(name: String, isDirectory: Bool)] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasPrefix(".") { continue }
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { throw Failure(call: "lstat", number: errno) }
            found.append((name, status.st_mode & S_IFMT == S_IFDIR))
            errno = 0
        }
        guard errno == 0 else { throw Failure(call: "readdir", number: errno) }
        return found
    }

    /// Calls again while a signal interrupts.
    static func repeating<Result: FixedWidthInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }
}

// Members named read and write hide the system's.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    write(descriptor, buffer.baseAddress, buffer.count)
}
