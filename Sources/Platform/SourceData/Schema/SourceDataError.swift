/// Why the operator's tables could not be opened, made or understood.
package struct SourceDataError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of reasons; a caller switches over it.
    package enum Code: String, Sendable, CaseIterable {
        /// A setting of the generator is out of range.
        case invalidConfiguration = "source-data.invalid-configuration"
        /// There is a file already where a new one should be made.
        case exists = "source-data.exists"
        /// The file is not a database with the operator's tables.
        case notSourceData = "source-data.not-source-data"
        /// The zone of a licence is not in the time zone database.
        case unknownZone = "source-data.unknown-zone"
        /// SQLite or the file system refused.
        case unavailable = "source-data.unavailable"
    }

    /// What a caller decides by.
    package let code: Code
    /// One sentence for the operator's log; may hold a path.
    package let message: String

    /// An error with its reason and a sentence about this case.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Equal by code alone: messages are for people.
    package static func == (left: SourceDataError, right: SourceDataError) -> Bool { left.code == right.code }

    /// The code and the message.
    package var description: String { "\(code.rawValue): \(message)" }
}
