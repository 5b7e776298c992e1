import GRDB
import GRDBSQLite

/// Brings commits into the database's file when their log has grown, as SQLite does of itself (https://www.sqlite.org/wal.html#ckpt), but
/// without keeping quiet about a medium that fails meanwhile: the commit that it came with is then answered as one that failed.
enum CheckpointHook {
    /// Pages in the log of commits from which on they are brought over; SQLite's own measure.
    static let pages: CInt = 1000

    /// Takes the place of SQLite's own on a connection.
    static func install(on database: Database) {
        _ = unsafe sqlite3_wal_hook(
            database.sqliteConnection,
            { _, connection, name, count in
                guard count >= CheckpointHook.pages else { return SQLITE_OK }
                return CheckpointHook.answer(to: unsafe sqlite3_wal_checkpoint(connection, name))
            }, nil)
    }

    /// What the commit is told of a checkpoint's outcome: readers that are in its way, or want of room, are for the next one.
    static func answer(to code: CInt) -> CInt {
        MediumFailure.isOfMedium(ResultCode(rawValue: code)) ? code : SQLITE_OK
    }
}
