/// Why a client assertion is not accepted; raw values are on the record of decisions.
enum AssertionRefusal: String, Error, CaseIterable, CustomStringConvertible {
    case missing = "assertion-missing"
    case wrongType = "assertion-type"
    case malformed = "assertion-malformed"
    case foreignKey = "assertion-embeds-key"
    case unknownKey = "assertion-unknown-key"
    case algorithm = "assertion-algorithm"
    case wrongSignature = "assertion-wrong-signature"
    case wrongClient = "assertion-wrong-client"
    case wrongAudience = "assertion-wrong-audience"
    case expired = "assertion-expired"
    case tooLong = "assertion-too-long"
    case notYetValid = "assertion-not-yet-valid"
    case noIdentifier = "assertion-no-jti"
    case replayed = "assertion-replayed"

    /// Said to the client. Its own keys are its own knowledge; nothing here tells about another's.
    var description: String {
        switch self {
        case .missing: "Send client_assertion_type and client_assertion (private_key_jwt)."
        case .wrongType: "client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer."
        case .malformed: "The assertion is not a signed JSON Web Token with the claims iss, sub, aud, exp and jti."
        case .foreignKey: "The assertion's header must not hold or point to a key: keys are registered."
        case .unknownKey: "The assertion's kid names none of this client's registered keys."
        case .algorithm: "The assertion must be signed with ES256 or EdDSA, as the key it names."
        case .wrongSignature: "The assertion's signature does not verify."
        case .wrongClient: "iss, sub and client_id must be the client to which the certificate belongs."
        case .wrongAudience: "aud must be the issuer identifier, as a single string."
        case .expired: "The assertion's exp has passed."
        case .tooLong: "The assertion's exp may be at most 10 minutes ahead."
        case .notYetValid: "iat or nbf lies more than 60 seconds in the future."
        case .noIdentifier: "jti must be a text of 1 to 256 characters."
        case .replayed: "The assertion was used before; sign a new one with a new jti."
        }
    }
}
