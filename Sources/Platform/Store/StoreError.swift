/// Why the platform's state could not be read or changed.
package struct StoreError: Error, Equatable, CustomStringConvertible {
    /// The closed set of reasons; a caller switches over it.
    package enum Code: String, Sendable {
        /// The medium refused a write (full, failed, read-only). Nothing of the transaction was kept; the caller answers 503.
        case unavailable
        /// Another process holds the data directory.
        case inUse = "in-use"
        /// The data directory was written by a newer version, which this one must not touch.
        case newerSchema = "newer-schema"
        /// A row that must exist, or a value inside a row, does not fit the schema: the file was changed by somebody else.
        case damaged
        /// The store was closed.
        case closed
    }

    package let code: Code
    /// For the operator's log; holds a path, so it never goes into an answer.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Equal by code alone: messages are for people.
    package static func == (left: StoreError, right: StoreError) -> Bool { left.code == right.code }

    package var description: String { "\(code.rawValue): \(message)" }
}
