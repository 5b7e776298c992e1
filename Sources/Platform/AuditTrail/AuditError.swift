/// Why the audit trail cannot go on. Equality is by code.
package struct AuditError: Error, Equatable, CustomStringConvertible {
    /// What went wrong, closed set.
    package enum Code: String, Sendable, CaseIterable {
        /// The log's directory holds a checkpoint that the database never intended: a restored or swapped database.
        case logAhead = "log-ahead"
        /// The log's directory and the database tell different histories, or a witness knows another one.
        case logDiffers = "log-differs"
        /// The database has fewer events than it once signed: it was cut or restored.
        case storeBehind = "store-behind"
        /// A witness, or the WORM copy, holds a checkpoint of this log that is beyond everything here: the database was cut or restored.
        case witnessAhead = "witness-ahead"
        /// Another sequencer writes the log: to be asked again when its lease has run out.
        case leaseHeld = "lease-held"
        /// Another sequencer took the log over while this one stood still: this one must not write any more.
        case leaseLost = "lease-lost"
        /// An event of more bytes than one may have.
        case tooLarge = "too-large"
        /// A stored leaf that is not what this module writes, or does not commit to what lies beside it.
        case damaged
        /// The key of a subject cannot be unwrapped: its wrapping key is not at hand, or it was changed.
        case keyUnusable = "key-unusable"
        /// The bucket with the WORM copy has something else under a key of the copy, or has it without the lock that was asked for.
        case copyDiffers = "copy-differs"
        /// The bucket does not hold all that a log is rebuilt from.
        case copyIncomplete = "copy-incomplete"
        /// There is a log already where one was to be rebuilt.
        case notEmpty = "not-empty"
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for the operator of the platform.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: AuditError, right: AuditError) -> Bool { left.code == right.code }

    package var description: String { "\(code.rawValue): \(message)" }
}
