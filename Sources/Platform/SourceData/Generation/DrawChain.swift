import Crypto
import Foundation

/// The operator's random number generator and the hash chain over everything it gave.
///
/// `hash = SHA-256(prev_hash ∥ draw_no ∥ at ∥ range_lo ∥ range_hi ∥ n ∥ values… ∥ raw_sha256)`, hashes as 32 bytes and numbers as
/// 64-bit big-endian words. The chain starts from the SHA-256 of the `rng_id` in UTF-8. A value is the high word of the raw
/// word times the size of the range, plus `range_lo`; `raw_sha256` is that of the raw word.
struct DrawChain {
    /// One draw, as its row needs it.
    struct Draw {
        let number: Int64
        let value: Int64
        /// In lower-case hex, like `previous` and `hash`.
        let rawDigest: String
        let previous: String
        let hash: String
    }

    private var generator: SeededGenerator
    /// The number of the next draw, from 1.
    private(set) var nextNumber: Int64 = 1
    private var head: SHA256Digest
    private var headText: String

    init(rngID: String, seed: UInt64) {
        generator = SeededGenerator(seed: seed, stream: "rng/" + rngID)
        head = SHA256.hash(data: Data(rngID.utf8))
        headText = Digest.hex(head)
    }

    /// Draws one value from 0 to `range`, exclusive.
    mutating func draw(below range: Int64, at milliseconds: Int64) -> Draw {
        let raw = generator.next()
        let value = Int64(truncatingIfNeeded: raw.multipliedFullWidth(by: UInt64(range)).high)
        let rawDigest = unsafe withUnsafeBytes(of: raw.bigEndian) { bytes in
            var hasher = SHA256()
            unsafe hasher.update(bufferPointer: bytes)
            return hasher.finalize()
        }
        let words = (
            UInt64(nextNumber).bigEndian, UInt64(milliseconds).bigEndian, UInt64(0).bigEndian, UInt64(range - 1).bigEndian,
            UInt64(1).bigEndian, UInt64(value).bigEndian
        )
        var hasher = SHA256()
        unsafe head.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        unsafe withUnsafeBytes(of: words) { unsafe hasher.update(bufferPointer: $0) }
        unsafe rawDigest.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        head = hasher.finalize()
        let previous = headText
        headText = Digest.hex(head)
        defer { nextNumber += 1 }
        return Draw(number: nextNumber, value: value, rawDigest: Digest.hex(rawDigest), previous: previous, hash: headText)
    }
}

extension Game {
    /// SHA-256 of the game's rules in lower-case hex: stands for that of the certified program.
    var artefactDigest: String {
        let rules = bets.map { bet in
            bet.code + ":" + bet.paytable.prizes.map { "\($0.code)=\($0.tenfold)x\($0.values)" }.joined(separator: ",")
        }
        return SHA256.hash(data: Data((versionID + "\n" + rules.joined(separator: "\n")).utf8)).description
            .split(separator: " ").last.map(String.init) ?? ""
    }
}
