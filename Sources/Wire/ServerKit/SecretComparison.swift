import Crypto

/// The one place where a secret that came in is held against the one that was expected.
///
/// Of both the SHA-256 is made, and of the digests every byte is looked at: neither where they differ nor how long the expected one is shows
/// in the time. MACs that are verified whole are compared so by the crypto library itself.
package enum SecretComparison {
    /// Whether both hold the same bytes. Costs two hashes.
    package static func areEqual(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
        var difference: UInt8 = 0
        for (left, right) in zip(SHA256.hash(data: Array(left)), SHA256.hash(data: Array(right))) { difference |= left ^ right }
        return difference == 0
    }

    /// Whether both are the same text, byte by byte: what Unicode takes for equivalent is not.
    package static func areEqual(_ left: String, _ right: String) -> Bool { areEqual(left.utf8, right.utf8) }
}
