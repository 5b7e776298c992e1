/// Decimal numbers as notes, proofs and paths write them: digits only, no sign, no leading zero, at most 2^63 - 1.
enum Decimal {
    /// Nil for everything else, `007` and the empty text included.
    static func parse(_ text: some StringProtocol) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        guard text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0") else { return nil }
        return Int64(text)
    }
}
