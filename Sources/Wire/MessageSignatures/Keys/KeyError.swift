/// Why a text is not a usable key. Equality is by code; the message never holds key material.
package struct KeyError: Error, Sendable {
    /// The kind of refusal; raw values are stable.
    package enum Code: String, Sendable, CaseIterable {
        /// Members or bytes that the format demands are missing or ill-formed.
        case malformed
        /// A well-formed key of a type, curve, use or algorithm that is not supported here.
        case unsupported
        /// The algorithm asked for does not belong to this kind of key.
        case algorithmMismatch = "algorithm-mismatch"
        /// A private or secret key where only a public one may stand.
        case privateMaterial = "private-material"
        /// A public key where a private one is needed.
        case publicMaterial = "public-material"
        /// Fewer bits than is safe: RSA under 2048, HMAC secrets under 24 bytes.
        case tooWeak = "too-weak"
        /// Two keys of a set have the same identifier.
        case duplicateIdentifier = "duplicate-identifier"
        /// The cryptographic library refused to make or use the key.
        case refused
    }

    /// What equality goes by.
    package let code: Code
    /// What was expected and what came; one sentence.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension KeyError: Equatable {
    package static func == (left: KeyError, right: KeyError) -> Bool { left.code == right.code }
}

extension KeyError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
