/// An address that mail may be sent to or from: a dot-atom and a host name in ASCII (RFC 5321 §4.1.2), nothing that could end a command
/// or a field.
package struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// `local@domain`.
    package let text: String
    /// The part after the at sign.
    package var domain: String { String(text[text.index(after: text.lastIndex(of: "@") ?? text.startIndex)...]) }

    package var description: String { text }

    /// Throws `unsupported` for quoted parts, address literals, display names, other alphabets, and more than 64 or 254 bytes.
    package init(_ text: String) throws(TransportError) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard text.utf8.count <= 254, parts.count == 2, parts[0].utf8.count <= 64, MailAddress.isDotAtom(parts[0]),
            MailAddress.isHostName(parts[1])
        else { throw .badMailAddress }
        self.text = text
    }

    /// RFC 5322 §3.2.3.
    private static func isDotAtom(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in MailAddress.isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte) }
        }
    }

    /// Labels of letters, digits and hyphens (RFC 5321 §4.1.2).
    static func isHostName(_ text: Substring) -> Bool {
        text.utf8.count <= 253
            && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { MailAddress.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
