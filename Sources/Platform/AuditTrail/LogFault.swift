package import TransparencyLog

/// Something in a database and the files of its log that does not fit the rest.
package struct LogFault: Sendable, Hashable {
    /// What is wrong, closed set; `text` is stable.
    package enum Code: Sendable, Hashable {
        /// SQLite finds the database's file damaged.
        case databaseDamaged
        /// There is no event with an index that others have passed.
        case eventMissing
        /// An event's leaf in the database is not the entry that the log has there.
        case eventDiffers
        /// An event's columns do not say what its leaf says.
        case eventInconsistent
        /// The database has fewer events than a checkpoint covers.
        case storeBehind
        /// The events lead to another root than the one that was intended or published.
        case rootDiffers
        /// A checkpoint is published that the database never intended.
        case logAhead
        /// The published checkpoint is older than the one that was published last.
        case checkpointBehind
        /// A file of the log, by itself or beside the others.
        case file(LogError.Code)

        /// Kebab-case.
        package var text: String {
            switch self {
            case .databaseDamaged: "database-damaged"
            case .eventMissing: "event-missing"
            case .eventDiffers: "event-differs"
            case .eventInconsistent: "event-inconsistent"
            case .storeBehind: "store-behind"
            case .rootDiffers: "root-differs"
            case .logAhead: "log-ahead"
            case .checkpointBehind: "checkpoint-behind"
            case .file(let code): "file-\(code.rawValue)"
            }
        }
    }

    /// What kind of fault it is.
    package let code: Code
    /// `event 17`, `log_state`, or a file's path within the log.
    package let place: String
    /// What was expected and what is there.
    package let message: String

    init(_ code: Code, _ place: String, _ message: String) {
        self.code = code
        self.place = place
        self.message = message
    }

    init(_ issue: LogIssue) { self.init(.file(issue.code), issue.path, issue.message) }
}

extension LogFault: CustomStringConvertible {
    package var description: String { "\(code.text) at \(place): \(message)" }
}
