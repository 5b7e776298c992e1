/// Why something could not be made ready to judge with: a key, a token, a state. Never a verdict on an answer.
package struct RunError: Error, Sendable, Equatable {
    /// What kind of thing failed; findings use the raw value behind `preflight.`.
    package enum Code: String, Sendable, CaseIterable {
        /// A file, variable or program of a secret reference gave nothing.
        case secretUnreadable = "secret-unreadable"
        /// What was read is not a key of the expected kind.
        case keyMalformed = "key-malformed"
        /// No identity of this name is in the profile.
        case identityUnknown = "identity-unknown"
        /// The identity has nothing to sign with.
        case signingKeyMissing = "signing-key-missing"
        /// The identity has no token of the method `private_key_jwt`, so nothing to assert who it is with.
        case assertionMissing = "assertion-missing"
        /// Nobody answered, or the handshake failed.
        case unreachable = "unreachable"
        /// The token endpoint answered with a refusal.
        case tokenRefused = "token-refused"
        /// The token endpoint's answer holds no usable token.
        case tokenMalformed = "token-malformed"
        /// The subject's key set or log key could not be read.
        case keysUnavailable = "keys-unavailable"
        /// The provider state could not be reached.
        case stateFailed = "state-failed"
        /// A tool of the profile did not do what it was asked, or the profile names none.
        case toolFailed = "tool-failed"
        /// A template names a variable that has no value.
        case variableUnknown = "variable-unknown"
        /// The request cannot be signed as its contract says.
        case notSignable = "not-signable"
        /// A request leads to an address that is not the subject's as far as the profile knows.
        case destinationForeign = "destination-foreign"
        /// A contract or scenario refers to an interaction that is not in the library.
        case interactionUnknown = "interaction-unknown"
    }

    package let code: Code
    package let message: String
    /// What a person should do next.
    package let remedy: String

    package init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// Equality by code: messages are for people.
    package static func == (left: RunError, right: RunError) -> Bool { left.code == right.code }
}
