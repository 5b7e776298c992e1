/// What an offline check of a bundle says, the first word on stdout.
package enum VerificationOutcome: String, Sendable, CaseIterable {
    /// Complete, unchanged, and signed by a key that the trust file names.
    case valid = "VALID"
    /// Signed by a trusted key, but outside the time for which the trust file trusts it.
    case expired = "EXPIRED"
    /// A member, the manifest or the signature was changed.
    case tampered = "TAMPERED"
    /// A member is missing, or there is one that the manifest does not list.
    case incomplete = "INCOMPLETE"
    /// Consistent, but signed by a key that the trust file does not name.
    case unknownKey = "UNKNOWN_KEY"
    /// Not a bundle: manifest, signature or report have not the shape that they must have.
    case malformed = "MALFORMED"
}

/// The outcome with its reason, and the report when it could be read.
package struct VerifiedBundle: Sendable {
    package var outcome: VerificationOutcome
    /// One sentence for a person.
    package var explanation: String
    /// Nil unless everything up to the signature held.
    package var report: ConformanceReport?
    /// Name of the signing key and its role in the trust file.
    package var signer: String?
    /// What this check cannot know.
    package var notChecked: [String]
}
