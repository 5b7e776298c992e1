import Foundation

/// How many bits a sample of texts of one length shows at least: Shannon's entropy of each place, added up.
///
/// An estimate from above of what an attacker has to guess, and a little too low for small samples. It finds what is fixed (the version of a
/// UUID), counted up, or of a small alphabet; that places hang together it does not find.
public struct EntropyEstimate: Sendable {
    /// By place, from the first.
    public let bitsByPlace: [Double]
    /// Of the whole text.
    public var bits: Double { bitsByPlace.reduce(0, +) }

    /// Nil when the texts differ in length, or are fewer than 100.
    public init?(_ texts: [String]) {
        guard texts.count >= 100, let length = texts.first?.utf8.count, texts.allSatisfy({ $0.utf8.count == length }) else { return nil }
        let bytes = texts.map { Array($0.utf8) }
        bitsByPlace = (0..<length).map { place in
            var counts: [UInt8: Int] = [:]
            for text in bytes { counts[text[place], default: 0] += 1 }
            return counts.values.reduce(0) { sum, count in
                let share = Double(count) / Double(bytes.count)
                return sum - share * log2(share)
            }
        }
    }
}
