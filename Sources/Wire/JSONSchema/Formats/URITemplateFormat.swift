/// `uri-template`: literals and expressions in braces (RFC 6570 §2).
enum URITemplateFormat {
    static func accepts(_ text: String) -> Bool {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "{":
                guard let end = rest.firstIndex(of: "}"), isExpression(rest[..<end]) else { return false }
                rest = rest[rest.index(after: end)...]
            case "%": guard takesTwoHexDigits(&rest) else { return false }
            default: guard isLiteral(scalar) else { return false }
            }
        }
        return true
    }

    /// §2.1 with erratum 6937: no controls, blanks, double quotes, `<`, `>`, `\`, `^`, `` ` ``, `|`, `}`.
    private static func isLiteral(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!", "#", "$", "&"...";", "=", "?"..."[", "]", "_", "a"..."z", "~": true
        default: URISyntax.isUniversal(scalar.value) || URISyntax.isPrivate(scalar.value)
        }
    }

    /// §2.2: an operator, then variables with modifiers.
    private static func isExpression(_ text: Substring.UnicodeScalarView) -> Bool {
        var rest = text
        if let first = rest.first, "+#./;?&=,!@|".unicodeScalars.contains(first) { rest = rest.dropFirst() }
        return rest.split(separator: ",", omittingEmptySubsequences: false).allSatisfy(isVariable)
    }

    private static func isVariable(_ text: Substring.UnicodeScalarView) -> Bool {
        var name = text
        if name.last == "*" {
            name = name.dropLast()
        } else if let colon = name.firstIndex(of: ":") {
            let length = name[name.index(after: colon)...]
            guard (1...4).contains(length.count), length.allSatisfy({ ("0"..."9").contains($0) }), length.first != "0" else { return false }
            name = name[..<colon]
        }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
            var rest = part
            guard !rest.isEmpty else { return false }
            while let scalar = rest.popFirst() {
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_": continue
                case "%": guard takesTwoHexDigits(&rest) else { return false }
                default: return false
                }
            }
            return true
        }
    }

    private static func takesTwoHexDigits(_ rest: inout Substring.UnicodeScalarView) -> Bool {
        for _ in 0..<2 {
            guard let digit = rest.popFirst(), let byte = UInt8(exactly: digit.value), AddressFormat.isHexDigit(byte) else { return false }
        }
        return true
    }
}
