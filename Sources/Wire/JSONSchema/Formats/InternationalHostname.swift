/// `idn-hostname`: labels of letters, digits and hyphens, A-labels, or U-labels (RFC 5890 §2.3.2).
enum InternationalHostname {
    static func accepts(_ text: String) -> Bool {
        // UTS #46 §2.3: the ideographic full stops separate labels too.
        let separators: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
        let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) { separators.contains($0) }.map(Array.init)
        var length = labels.count - 1
        for label in labels {
            if label.allSatisfy(\.isASCII) {
                guard HostnameFormat.isLabel(label.map { UInt8($0.value) }) else { return false }
                length += label.count
            } else {
                let encoded = Punycode.encoded(label).count + 4
                guard encoded <= 63, InternationalLabel(label).isValid else { return false }
                length += encoded
            }
        }
        guard length <= 253 else { return false }
        let unicodeLabels = labels.map(decoded)
        guard unicodeLabels.contains(where: { BidirectionalRule.appliesTo($0) }) else { return true }
        return unicodeLabels.allSatisfy { BidirectionalRule.holds(for: $0) }
    }

    private static func decoded(_ label: [Unicode.Scalar]) -> [Unicode.Scalar] {
        let text = String(String.UnicodeScalarView(label)).lowercased()
        guard text.hasPrefix("xn--"), let scalars = Punycode.decoded(Array(text.utf8.dropFirst(4))[...]) else { return label }
        return scalars
    }
}
