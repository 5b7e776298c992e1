/// Why something could not be sealed or opened.
package struct SealingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds.
    package enum Code: String, Sendable, Equatable {
        /// What lies there is not what was sealed, or was sealed with another key or for another place.
        case damaged = "sealed-damaged"
        /// The key store has no such key, or the key that wraps it is not at hand.
        case keyMissing = "sealing-key-missing"
        /// The key was destroyed, and with it what it had sealed.
        case keyDestroyed = "sealing-key-destroyed"
        /// The file of the wrapping keys cannot be used.
        case invalidKeys = "wrapping-keys-invalid"
        /// Others than its owner can read or write a file that holds a secret.
        case exposed = "secret-exposed"
        /// A file that is to hold a secret cannot be written.
        case unwritable = "secret-unwritable"
        /// The key store cannot be read or written.
        case unavailable = "key-store-unavailable"
    }

    /// Which kind.
    package let code: Code
    /// What happened, and what to do; never a key or a byte of what was sealed.
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}

extension SealingError {
    static var damaged: SealingError {
        SealingError(.damaged, "a sealed file is not as it was written: restore it from a copy, and look for who changed it")
    }

    static func noKey(_ id: String) -> SealingError {
        SealingError(.keyMissing, "the key store has no key \(id): restore the key store of the same time as the files")
    }

    static func noWrappingKey(_ id: String) -> SealingError {
        SealingError(.keyMissing, "the wrapping key \(id) is not in the file of wrapping keys: put it back beside the current one")
    }

    static func destroyed(_ id: String) -> SealingError {
        SealingError(.keyDestroyed, "the key \(id) was destroyed: what it sealed cannot be read any more, as was meant")
    }

    static func invalid(_ file: String, _ reason: String) -> SealingError {
        SealingError(.invalidKeys, "\(file): \(reason); `assay pki init` writes such a file")
    }

    static func exposed(_ path: String, mode: UInt32) -> SealingError {
        SealingError(
            .exposed,
            "\(path) holds a secret, and others than its owner can get at it (mode 0\(String(mode, radix: 8))): run `chmod 600 \(path)`, "
                + "and exchange what is in it if anybody may have read it")
    }

    static func unwritable(_ path: String, _ reason: String) -> SealingError {
        SealingError(
            .unwritable, "\(path) cannot be written (\(reason)): let the platform's user write in its folder, and look at the free space")
    }

    static func store(_ path: String, _ error: any Error) -> SealingError {
        if let own = error as? SealingError { return own }
        return SealingError(.unavailable, "the key store \(path): \(error)")
    }
}
