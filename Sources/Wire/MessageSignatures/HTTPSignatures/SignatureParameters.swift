/// What a signature says about itself (RFC 9421 §2.3).
package struct SignatureParameters: Sendable, Hashable {
    /// When it was made, in seconds since 1970.
    package var created: Int64?
    /// After when it is no longer good, in seconds since 1970.
    package var expires: Int64?
    /// A value used once; the verifier's store of seen ones makes it worth something.
    package var nonce: String?
    package var keyID: String?
    /// An algorithm's name; redundant where the key determines it, and then it must agree.
    package var algorithm: String?
    /// Which application's rules the signature follows.
    package var tag: String?

    package init(
        created: Int64? = nil, expires: Int64? = nil, nonce: String? = nil, keyID: String? = nil, algorithm: String? = nil,
        tag: String? = nil
    ) {
        self.created = created
        self.expires = expires
        self.nonce = nonce
        self.keyID = keyID
        self.algorithm = algorithm
        self.tag = tag
    }

    /// Throws `malformed` when a registered parameter has another type than registered. Other parameters are allowed: they are signed too.
    init(_ parameters: StructuredParameters) throws(SignatureError) {
        for entry in parameters.entries {
            switch (entry.key, entry.value) {
            case ("created", .integer(let seconds)): created = seconds
            case ("expires", .integer(let seconds)): expires = seconds
            case ("nonce", .string(let text)): nonce = text
            case ("keyid", .string(let text)): keyID = text
            case ("alg", .string(let text)): algorithm = text
            case ("tag", .string(let text)): tag = text
            case ("created", _), ("expires", _), ("nonce", _), ("keyid", _), ("alg", _), ("tag", _):
                throw SignatureError(.malformed, "the signature parameter \(entry.key) has the wrong type: \(entry.value.serialized)")
            default: break
            }
        }
    }

    /// For `Signature-Input`. Throws `malformed` for text that is not printable ASCII and times that need more than 15 digits.
    func structured() throws(SignatureError) -> StructuredParameters {
        var parameters = StructuredParameters()
        for (name, seconds) in [("created", created), ("expires", expires)] {
            guard let seconds else { continue }
            guard seconds.magnitude <= 999_999_999_999_999 else { throw SignatureError(.malformed, "\(name) has more than 15 digits") }
            parameters.set(name, .integer(seconds))
        }
        for (name, text) in [("nonce", nonce), ("alg", algorithm), ("keyid", keyID), ("tag", tag)] {
            guard let text else { continue }
            guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                throw SignatureError(.malformed, "\(name) is not printable ASCII")
            }
            parameters.set(name, .string(text))
        }
        return parameters
    }
}
