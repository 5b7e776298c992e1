/// Why a message's signature or digest is not accepted, or cannot be made. Equality is by code.
package struct SignatureError: Error, Sendable {
    /// Raw values are stable: findings and problems are named after them.
    package enum Code: String, Sendable, CaseIterable {
        /// The message has no signature, or none with the tag asked for.
        case missing
        /// `Signature-Input`, `Signature` or another structured field does not parse, or the two fields do not belong together.
        case malformed
        /// No trusted key has the `keyid`.
        case unknownKey = "unknown-key"
        /// The key is known but its time has not come or is over.
        case keyNotValid = "key-not-valid"
        /// `alg` contradicts the key, or the key's algorithm is not allowed here.
        case algorithmMismatch = "algorithm-mismatch"
        /// The signature does not verify over the signature base.
        case wrong
        /// `expires` is past.
        case expired
        /// `created` is further back than the verifier allows.
        case tooOld = "too-old"
        /// `created` lies ahead of the clock by more than the allowed skew.
        case inTheFuture = "in-the-future"
        /// A covered component is not in the message, or one that must be covered is not.
        case componentMissing = "component-missing"
        /// The same component, parameters included, is covered twice.
        case duplicateComponent = "duplicate-component"
        /// A derived component, a component parameter or a combination of these that RFC 9421 does not define.
        case unknownComponent = "unknown-component"
        /// A component that has no unambiguous value: repeated query parameter, field of unknown structure, non-ASCII value.
        case ambiguousComponent = "ambiguous-component"
        /// Another `tag` than the one expected.
        case wrongTag = "wrong-tag"
        /// A signature parameter that this verifier demands (`created`, `keyid`, …) is absent.
        case parameterMissing = "parameter-missing"
        /// There is no `Content-Digest`, or none with an algorithm known here.
        case digestMissing = "digest-missing"
        /// The digest of the body is another one.
        case digestMismatch = "digest-mismatch"
        /// The key cannot make this signature.
        case cannotSign = "cannot-sign"
    }

    package let code: Code
    /// What was expected and what came; one sentence.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension SignatureError: Equatable {
    package static func == (left: SignatureError, right: SignatureError) -> Bool { left.code == right.code }
}

extension SignatureError: CustomStringConvertible {
    package var description: String { "\(code.rawValue): \(message)" }
}
