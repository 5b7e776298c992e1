import TransparencyLog

/// One thing in a bucket that is not as the WORM copy of a log has to be.
package struct LogCopyIssue: Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, closed set. Raw values are stable: scripts are written after them.
    package enum Code: String, Sendable, CaseIterable {
        /// Somebody put another version over an object. What was there first is read, and is what counts.
        case shadowed
        /// Somebody put a delete marker over an object: whoever reads without a version finds nothing.
        case hidden
        /// An object is not under COMPLIANCE, or the credentials may not see its lock.
        case unlocked
        /// An object's lock ends before seven years are over.
        case shortLock = "short-lock"
        /// An object that the newest sealed checkpoint needs is not there.
        case missing
        /// An object that no part of a copy is.
        case stranger
        /// An object that cannot be what its key says.
        case malformed
        /// An object that no checkpoint covers and the log's key did not sign: whoever has the bucket's credentials may have put it there.
        /// Nothing that it says is taken.
        case unsigned
        /// Two sealed checkpoints, or two objects, contradict one another.
        case contradicted
        /// What the log's own files lead to is not what its checkpoint says.
        case log
    }

    package let code: Code
    /// The object's key; a path within the log for `log`.
    package let key: String
    package let message: String

    init(_ code: Code, _ key: String, _ message: String) {
        self.code = code
        self.key = key
        self.message = message
    }

    init(_ issue: LogIssue) { self.init(.log, issue.path, "\(issue.code.rawValue): \(issue.message)") }

    package var description: String { "\(key): \(code.rawValue): \(message)" }
}
