#if canImport(Glibc)
    // Whichever of these the compiler reads first in a module owns `stat` there, and its members are seen through the owner alone.
    import CDispatch
    import CoreFoundation
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What tells one state of a file or folder from another without reading it.
struct FileFingerprint: Equatable {
    /// How long an equal fingerprint is believed: two writes within one tick of the file system's clock look alike.
    static let isBelievedFor = Duration.milliseconds(900)

    let size: Int64
    let isRegularFile: Bool
    private let inode: UInt64
    private let modifiedSeconds: Int
    private let modifiedNanoseconds: Int

    /// Nil when there is nothing at the path, or nothing that may be looked at.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
            let modified = status.st_mtimespec
        #else
            let modified = status.st_mtim
        #endif
        size = Int64(status.st_size)
        isRegularFile = status.st_mode & S_IFMT == S_IFREG
        inode = UInt64(status.st_ino)
        modifiedSeconds = Int(modified.tv_sec)
        modifiedNanoseconds = Int(modified.tv_nsec)
    }
}
