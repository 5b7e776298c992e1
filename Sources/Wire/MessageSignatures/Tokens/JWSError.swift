/// Why a JSON Web Signature is not accepted, or cannot be made. Equality is by code.
package struct JWSError: Error, Sendable {
    /// The kind of refusal; raw values are stable.
    package enum Code: String, Sendable, CaseIterable {
        /// Not three base64url parts with a JSON object as header, or detached where it should not be, or the other way round.
        case malformed
        /// `alg` is `none`, unknown, not allowed here, or not the key's.
        case algorithm
        /// No trusted key has the `kid`, or there is no `kid` and no key fits.
        case unknownKey = "unknown-key"
        /// `crit` is ill-formed or lists something that is not understood (RFC 7515 §4.1.11).
        case critical
        /// The signature does not verify.
        case wrong
        /// The key cannot make this signature, or the payload cannot stand in the serialization asked for.
        case cannotSign = "cannot-sign"
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

extension JWSError: Equatable {
    package static func == (left: JWSError, right: JWSError) -> Bool { left.code == right.code }
}

extension JWSError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
