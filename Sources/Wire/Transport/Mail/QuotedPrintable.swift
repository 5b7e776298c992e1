/// Writes text so that it passes through mail unchanged (RFC 2045 §6.7).
enum QuotedPrintable {
    /// Lines end with CR LF and have at most 76 characters, the last included; a line end of any kind in `text` is one line end.
    static func text(_ text: String) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        return lines.map { line(Array($0.utf8)) + "\r\n" }.joined()
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var result = ""
        var width = 0
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let unit = unit(byte, isLast: isLast)
            if width + unit.utf8.count > 75 {
                result += "=\r\n"
                width = 0
            }
            result += unit
            width += unit.utf8.count
        }
        return result
    }

    private static func unit(_ byte: UInt8, isLast: Bool) -> String {
        switch byte {
        case 0x21...0x3C, 0x3E...0x7E: return String(UnicodeScalar(byte))
        case 0x20 where !isLast: return " "
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return "=" + (digits.count == 1 ? "0" : "") + digits
        }
    }
}
