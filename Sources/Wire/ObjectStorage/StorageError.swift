/// Why an object store did not do what was asked, or could not be asked; equality by code.
package struct StorageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, closed set. Raw values are stable: findings and scripts are named after them.
    package enum Code: String, Sendable, CaseIterable {
        /// The bucket's URL, name or region cannot be used.
        case invalidAddress = "invalid-address"
        /// A key, value or lifetime that S3 has no form for; nothing was sent.
        case invalidRequest = "invalid-request"
        /// There are no credentials, or they are not of the form of an access key.
        case invalidCredentials = "invalid-credentials"
        /// No answer came: no connection, no TLS, or not in time.
        case unreachable
        /// The task was cancelled.
        case cancelled
        /// The answer, or what it lists, is larger than was allowed.
        case answerTooLarge = "answer-too-large"
        /// What came is not an answer of S3.
        case unreadableAnswer = "unreadable-answer"
        /// The credentials may not do this, or a lock forbids it.
        case accessDenied = "access-denied"
        /// The store does not know the key, or its signature, or its time.
        case signatureRefused = "signature-refused"
        /// There is no such bucket.
        case noSuchBucket = "no-such-bucket"
        /// There is no such object or version.
        case noSuchObject = "no-such-object"
        /// The bucket has no Object Lock, which can only be switched on by its owner.
        case noLock = "no-object-lock"
        /// There is something under the key already.
        case alreadyThere = "already-there"
        /// Somebody else writes there at this moment, and still did after all retries.
        case conflict
        /// The store could not take the request, and still could not after all retries.
        case busy
        /// What arrived is not what was sent: a digest differs.
        case damaged
        /// The bucket is in another region or at another address.
        case elsewhere
        /// The store refused for a reason of its own.
        case refused
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a person: what was asked of which bucket, what came, and what to do. Has no credential and no signed URL in it.
    package let message: String
    /// What the store said; nil when it said nothing.
    package let refusal: ServiceRefusal?

    package init(_ code: Code, _ message: String, refusal: ServiceRefusal? = nil) {
        self.code = code
        self.message = message
        self.refusal = refusal
    }

    package var description: String { "\(code.rawValue): \(message)" }

    package static func == (left: StorageError, right: StorageError) -> Bool { left.code == right.code }
}
