/// Why a note, proof, tile or store is not accepted. Equality is by code.
package struct LogError: Error, Sendable {
    /// Raw values are stable: findings are named after them.
    package enum Code: String, Sendable, CaseIterable {
        /// Bytes that are not what the format asks for: note, checkpoint, key, proof, path, bundle.
        case malformed
        /// A key of a signature type that is not supported here.
        case unsupportedKey = "unsupported-key"
        /// A signature of a known key that does not verify.
        case wrongSignature = "wrong-signature"
        /// No signature of a known key.
        case unsigned
        /// Fewer witnesses cosigned than the policy asks for, or other ones.
        case quorumNotMet = "quorum-not-met"
        /// A checkpoint of another log.
        case wrongOrigin = "wrong-origin"
        /// An index or size outside the tree, or a proof that cannot exist: from an empty tree, backwards.
        case outOfRange = "out-of-range"
        /// A proof of the wrong length, or one that leads to another root.
        case proofFailed = "proof-failed"
        /// Different bytes are already recorded at that index or path: going on would fork the log.
        case conflict
        /// A file or entry that the tree needs is not in the store.
        case missing
        /// Two parts of the log contradict one another.
        case inconsistent
        /// An entry, note or file over its limit.
        case tooLarge = "too-large"
        /// The cryptographic library refused to sign.
        case cannotSign = "cannot-sign"
        /// The store could not read or write.
        case storage
        /// What the log lies on has failed: nobody knows what is there, and nothing may be written before it is read anew.
        case mediumFailed = "medium-failed"
    }

    package let code: Code
    package let message: String
    /// The file within the log, when one is to blame.
    package let path: String?

    package init(_ code: Code, _ message: String, path: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
    }
}

extension LogError: Equatable {
    package static func == (left: LogError, right: LogError) -> Bool { left.code == right.code }
}

extension LogError: CustomStringConvertible {
    package var description: String { path.map { "\(code.rawValue) at \($0): \(message)" } ?? "\(code.rawValue): \(message)" }
}
