import Crypto

/// The `Content-Digest` field: hashes of the body as it travels (RFC 9530 §2).
package enum ContentDigest {
    /// The algorithms of RFC 9530 §5 that are not deprecated.
    package enum Algorithm: String, Sendable, CaseIterable {
        case sha256 = "sha-256"
        case sha512 = "sha-512"

        func digest(of body: [UInt8]) -> [UInt8] {
            switch self {
            case .sha256: Array(SHA256.hash(data: body))
            case .sha512: Array(SHA512.hash(data: body))
            }
        }
    }

    /// The field's value for a body: `sha-256=:…:`.
    package static func value(for body: [UInt8], algorithm: Algorithm = .sha256) -> String {
        "\(algorithm.rawValue)=\(BareItem.bytes(algorithm.digest(of: body)).serialized)"
    }

    /// Returns when every digest with a known algorithm is the body's, and there is at least one; others are ignored.
    ///
    /// `field` is all lines of the field joined by commas, nil when there is none.
    /// Throws `digestMissing`, `digestMismatch`, or `malformed` when the field is no dictionary of byte sequences.
    package static func check(_ field: String?, body: [UInt8]) throws(SignatureError) {
        guard let field else { throw SignatureError(.digestMissing, "the message has no Content-Digest") }
        let digests = try parse(field)
        var known = 0
        for algorithm in Algorithm.allCases {
            guard let member = digests[algorithm.rawValue] else { continue }
            guard case .item(let item) = member, case .bytes(let claimed) = item.value else {
                throw SignatureError(.malformed, "Content-Digest: \(algorithm.rawValue) is not a byte sequence")
            }
            guard claimed == algorithm.digest(of: body) else {
                throw SignatureError(.digestMismatch, "the \(algorithm.rawValue) of the \(body.count) bytes of the body is another one")
            }
            known += 1
        }
        guard known > 0 else {
            throw SignatureError(.digestMissing, "Content-Digest has none of \(Algorithm.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    private static func parse(_ field: String) throws(SignatureError) -> StructuredDictionary {
        do throws(StructuredFieldError) {
            let digests = try StructuredFieldParser.dictionary(field)
            guard digests.repeatedKeys.isEmpty else { throw StructuredFieldError(offset: 0, message: "an algorithm occurs twice") }
            return digests
        } catch {
            throw SignatureError(.malformed, "Content-Digest does not parse at byte \(error.offset): \(error.message)")
        }
    }
}
