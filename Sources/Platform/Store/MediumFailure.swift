import GRDB

/// Why a platform must not go on: what it reads from or writes to has failed, and nobody knows what is on it until it is read anew.
///
/// Not for want of room, of memory or of a lock: those pass, and nothing of what was refused for them is in doubt. Nor a page that was read
/// and is no page (`SQLITE_CORRUPT`): a new start would find the same bytes, what is committed meanwhile is as durable as ever, and whoever
/// can ask for that page could end the platform.
package struct MediumFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What lies on the medium.
    package enum Place: String, Sendable {
        /// The database of a realm.
        case store
        /// The files of its audit log.
        case log
    }

    package let place: Place
    /// The call or the code of the failure; nothing of what was to be written.
    package let what: String

    package init(_ place: Place, _ what: String) {
        self.place = place
        self.what = what
    }

    /// What SQLite says of the medium; nil when it says nothing of it.
    init?(_ error: any Error) {
        guard let code = (error as? DatabaseError)?.extendedResultCode, Self.isOfMedium(code) else { return nil }
        self.init(.store, "SQLite \(code)")
    }

    /// Whether a code (https://www.sqlite.org/rescode.html) is of the family `SQLITE_IOERR` and stands for a medium that failed. Of a
    /// synchronization SQLite does not say why it failed: each is one.
    static func isOfMedium(_ code: ResultCode) -> Bool {
        code.primaryResultCode == .SQLITE_IOERR && !passing.contains(code)
    }

    /// No memory, no room for the index of the log of commits (which is extended page by page), locks that somebody else has or that the
    /// system cannot give, a file that is gone already.
    private static let passing: [ResultCode] = [
        .SQLITE_IOERR_NOMEM, .SQLITE_IOERR_SHMSIZE, .SQLITE_IOERR_SHMMAP, .SQLITE_IOERR_MMAP, .SQLITE_IOERR_BLOCKED, .SQLITE_IOERR_LOCK,
        .SQLITE_IOERR_RDLOCK, .SQLITE_IOERR_UNLOCK, .SQLITE_IOERR_CHECKRESERVEDLOCK, .SQLITE_IOERR_SHMLOCK,
        .SQLITE_IOERR_DELETE_NOENT, .SQLITE_IOERR_GETTEMPPATH,
    ]

    package var description: String { "the medium of the \(place.rawValue) failed: \(what)" }
}
