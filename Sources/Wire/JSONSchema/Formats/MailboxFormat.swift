internal import Foundation

/// `email`, the Mailbox of RFC 5321 §4.1.2, and `idn-email`, which RFC 6531 §3.3 widens to Unicode.
struct MailboxFormat {
    let allowsUnicode: Bool

    func accepts(_ text: String) -> Bool {
        guard let at = text.unicodeScalars.lastIndex(of: "@") else { return false }
        let local = text[..<at]
        guard local.utf8.count <= 64, isDotString(local) || isQuotedString(local) else { return false }
        return isDomain(text[text.unicodeScalars.index(after: at)...])
    }

    /// Atoms with single dots between.
    private func isDotString(_ text: Substring) -> Bool {
        text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { isAtomText($0) || isInternational($0) }
        }
    }

    private func isAtomText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains(scalar)
        }
    }

    private func isInternational(_ scalar: Unicode.Scalar) -> Bool { allowsUnicode && scalar.value >= 0x80 }

    private func isQuotedString(_ text: Substring) -> Bool {
        var rest = text.unicodeScalars[...]
        guard rest.count >= 2, rest.popFirst() == "\"", rest.popLast() == "\"" else { return false }
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\\": guard let next = rest.popFirst(), (" "..."~").contains(next) else { return false }
            case "\"": return false
            default: guard (" "..."~").contains(scalar) || isInternational(scalar) else { return false }
            }
        }
        return true
    }

    private func isDomain(_ text: Substring) -> Bool {
        guard text.unicodeScalars.first == "[" else {
            // RFC 6531 §3.3 takes any UTF-8 in a mailbox's domain; normalising it is left to the look-up (RFC 5891 §5.2).
            return allowsUnicode
                ? InternationalHostname.accepts(text.precomposedStringWithCanonicalMapping) : HostnameFormat.accepts(String(text))
        }
        guard text.unicodeScalars.last == "]" else { return false }
        let literal = text.dropFirst().dropLast()
        if literal.lowercased().hasPrefix("ipv6:") { return AddressFormat.isIPv6(literal.dropFirst(5)) }
        return AddressFormat.isIPv4(literal)
    }
}
