import Crypto
import Foundation
package import GRDB

/// Recomputes the hash chain over the draws of a random number generator (the formula is at `DrawChain`).
package enum DrawChainAudit {
    /// The number of the first draw whose row does not fit the chain; nil when all do. Reads every draw of the generator.
    package static func firstBreak(of rngID: String, in database: Database) throws -> Int64? {
        var head = Array(SHA256.hash(data: Data(rngID.utf8)))
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT draw_no, at, range_lo, range_hi, n, values_scaled, raw_sha256, prev_hash, hash FROM rng_draw
                WHERE rng_id = ? ORDER BY draw_no
                """, arguments: [rngID])
        while let row = try rows.next() {
            let number: Int64 = row["draw_no"]
            guard let previous = Self.bytes(hex: row["prev_hash"]), previous == head, let raw = Self.bytes(hex: row["raw_sha256"]),
                let stated = Self.bytes(hex: row["hash"]), let values = Self.values(row["values_scaled"]),
                values.count == row["n"] as Int
            else { return number }
            var message = Data(previous)
            let fields: [Int64] = [number, row["at"], row["range_lo"], row["range_hi"], row["n"]]
            for word in fields + values {
                unsafe withUnsafeBytes(of: word.bigEndian) { unsafe message.append(contentsOf: $0) }
            }
            message.append(contentsOf: raw)
            head = Array(SHA256.hash(data: message))
            guard head == stated else { return number }
        }
        return nil
    }

    /// The numbers of `[1,2,3]`.
    private static func values(_ text: String) -> [Int64]? {
        guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
        let parts = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int64($0) }
        return numbers.count == parts.count ? numbers : nil
    }

    private static func bytes(hex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for position in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[position...position + 1], as: UTF8.self), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
