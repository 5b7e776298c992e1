import Crypto
import Foundation

/// The hash chain over what happened to a random number generator.
///
/// `hash = SHA-256(prev_hash ∥ text)`, hashes as 32 bytes and the text `event_id`, `at`, `kind`, `draws_since_seed` and
/// `seed_commitment` (empty without one), in decimal and UTF-8 and separated by line feeds. The chain starts from the SHA-256 of
/// `events/` and the `rng_id`.
struct RNGEventChain {
    private var number: Int64 = 0
    private var head: SHA256Digest

    init(rngID: String) {
        head = SHA256.hash(data: Data(("events/" + rngID).utf8))
    }

    /// The number from 1, the hash before and the hash of the next event, in lower-case hex.
    mutating func next(
        _ kind: String, drawsSinceSeed: Int64, commitment: String?, at milliseconds: Int64
    ) -> (number: Int64, previous: String, hash: String) {
        number += 1
        let previous = Digest.hex(head)
        var message = Data(head)
        message.append(Data("\(number)\n\(milliseconds)\n\(kind)\n\(drawsSinceSeed)\n\(commitment ?? "")".utf8))
        head = SHA256.hash(data: message)
        return (number, previous, Digest.hex(head))
    }
}
