/// Text made safe for XML and HTML, in element content and in quoted attributes.
enum Markup {
    /// Prose of HTML: escaped, with what stands between two backquotes as code; one that is alone stays.
    static func prose(_ text: String) -> String {
        var parts = text.split(separator: "`", omittingEmptySubsequences: false).map { escaped(String($0)) }
        if parts.count % 2 == 0, let last = parts.popLast(), let before = parts.popLast() { parts.append("\(before)`\(last)") }
        return parts.enumerated().map { $0.offset % 2 == 0 ? $0.element : "<code>\($0.element)</code>" }.joined()
    }

    static func escaped(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            // XML 1.0 §2.2 allows no other control characters.
            case "\n", "\t": out.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || scalar.value & 0xfffe == 0xfffe:
                out += "\u{fffd}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
