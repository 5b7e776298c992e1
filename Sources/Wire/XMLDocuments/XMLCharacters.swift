/// Which characters XML 1.0 (fifth edition) allows where, and how they are escaped.
enum XMLCharacters {
    enum Position {
        case content
        /// Between double quotes; white space other than a space is written as a reference, since it would be normalized (§3.3.3).
        case attribute
    }

    /// Throws `notWritable` for a character outside §2.2 `Char`, such as most control characters.
    static func escaped(_ text: String, for position: Position) throws(XMLError) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where position == .attribute: result += "&quot;"
            case "\t" where position == .attribute: result += "&#x9;"
            case "\n" where position == .attribute: result += "&#xA;"
            case "\r": result += "&#xD;"
            default:
                guard isCharacter(scalar) else {
                    throw .notWritable("the character U+\(String(scalar.value, radix: 16, uppercase: true)) cannot occur in XML")
                }
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A qualified name (Namespaces in XML 1.0 §4): one NCName, or two with a colon between.
    static func isName(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in
                guard let first = part.unicodeScalars.first else { return false }
                return isNameStart(first) && part.unicodeScalars.allSatisfy(isNameCharacter)
            }
    }

    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// §2.3 NameStartChar without the colon.
    private static func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D,
            0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: isNameStart(scalar)
        }
    }
}
