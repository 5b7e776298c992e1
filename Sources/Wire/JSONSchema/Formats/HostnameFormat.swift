/// `hostname`: letters, digits and hyphens (RFC 1123 §2.1), with `xn--` labels that are valid A-labels (RFC 5891 §4.4).
enum HostnameFormat {
    static func accepts(_ text: String) -> Bool {
        guard text.utf8.count <= 253 else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { isLabel(Array($0)) }
    }

    static func isLabel(_ label: [UInt8]) -> Bool {
        guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-") else { return false }
        guard label.allSatisfy(isLetterDigitHyphen) else { return false }
        guard label.count >= 4, label[2] == UInt8(ascii: "-"), label[3] == UInt8(ascii: "-") else { return true }
        return isInternational(label)
    }

    /// An A-label: Punycode of a valid U-label, and the very text that U-label encodes to.
    private static func isInternational(_ label: [UInt8]) -> Bool {
        let lower = label.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        guard lower.starts(with: "xn--".utf8), let scalars = Punycode.decoded(lower[4...]) else { return false }
        guard scalars.contains(where: { !$0.isASCII }), InternationalLabel(scalars).isValid else { return false }
        return Punycode.encoded(scalars) == Array(lower[4...])
    }

    private static func isLetterDigitHyphen(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
