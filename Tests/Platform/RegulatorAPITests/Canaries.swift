import Documents
import Foundation

/// Two hundred texts that look like personal data and secrets, and stand nowhere else: what holds one has leaked it.
struct Canaries: Sendable {
    /// One of them.
    struct Canary: Sendable, Hashable {
        /// What it looks like.
        let kind: String
        /// As it is written by whom it belongs to.
        let text: String
        /// The part of it that no coding of URLs or JSON changes.
        let needle: String
    }

    let all: [Canary]

    init() {
        let makers: [(kind: String, make: (Int) -> (text: String, needle: String))] = [
            (
                "card number",
                {
                    let number = Self.cardNumber($0); return (number, number)
                }
            ),
            (
                "IBAN",
                {
                    let iban = "GB29ZQXW6016133\(Self.digits($0, 7))"; return (iban, iban)
                }
            ),
            (
                "passport",
                {
                    let number = "ZQP\(Self.digits($0, 6))"; return (number, number)
                }
            ),
            ("mail address", { ("zqx.canary\(Self.digits($0, 3))@personal.example", "zqx.canary\(Self.digits($0, 3))") }),
            ("name", { ("Zqxwina\(Self.letters($0))", "Zqxwina\(Self.letters($0))") }),
            (
                "telephone",
                {
                    let number = "4477009zq\(Self.digits($0, 5))"; return ("+\(number)", number)
                }
            ),
            (
                "token",
                {
                    let token = "zqxtoken\(Self.letters($0))-\(Self.digits($0 &* 7919, 9))"; return (token, token)
                }
            ),
            (
                "key",
                {
                    let key = "zqxkeyMIIEvQIBADANBgkqhkiG9w0B\(Self.letters($0))"; return (key, key)
                }
            ),
        ]
        all = makers.flatMap { maker in
            (0..<25).map { index in
                let made = maker.make(index)
                return Canary(kind: maker.kind, text: made.text, needle: made.needle)
            }
        }
    }

    /// Those that stand in `bytes`, however letters are cased.
    func found(in bytes: [UInt8]) -> [Canary] { found(in: String(decoding: bytes, as: UTF8.self)) }

    func found(in text: String) -> [Canary] {
        let folded = Array(text.lowercased().utf8)
        // Most texts hold none: one look for what all begin with is enough.
        guard Self.beginnings.contains(where: { Self.contains(folded, Array($0.utf8)) }) else { return [] }
        return all.filter { Self.contains(folded, Array($0.needle.lowercased().utf8)) }
    }

    private static let beginnings = ["zq", "4929000"]

    private static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool { Data(text).range(of: Data(needle)) != nil }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func letters(_ number: Int) -> String {
        String(String.UnicodeScalarView([number / 26 % 26, number % 26].map { Unicode.Scalar(UInt8(97 + $0)) }))
    }

    /// Sixteen digits whose last one makes the sum of ISO/IEC 7812-1 annex B come out.
    private static func cardNumber(_ number: Int) -> String {
        let body = "4929000" + digits(number &* 37 + 10_001, 8)
        let sum = body.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.element.wholeNumberValue ?? 0
            let doubled = digit.offset.isMultiple(of: 2) ? value * 2 : value
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return body + String((10 - sum % 10) % 10)
    }
}
