/// The grammar of URIs (RFC 3986 appendix A) and, with `allowsUnicode`, of IRIs (RFC 3987 §2.2).
struct URISyntax {
    let allowsUnicode: Bool

    /// With a scheme.
    func isURI(_ text: String) -> Bool {
        guard let colon = text.unicodeScalars.firstIndex(of: ":") else { return false }
        return isScheme(text[..<colon]) && isHierarchy(text[text.unicodeScalars.index(after: colon)...], mayStartWithColon: true)
    }

    /// With or without a scheme.
    func isReference(_ text: String) -> Bool { isURI(text) || isHierarchy(text[...], mayStartWithColon: false) }

    private func isScheme(_ text: Substring) -> Bool {
        guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789+-.".unicodeScalars.contains($0)) }
    }

    /// Everything behind the scheme.
    private func isHierarchy(_ text: Substring, mayStartWithColon: Bool) -> Bool {
        let (beforeFragment, fragment) = cut(text, "#")
        let (hierarchy, query) = cut(beforeFragment, "?")
        guard fragment.map({ isText($0, extra: "/?:@") }) ?? true, query.map({ isText($0, extra: "/?:@", isQuery: true) }) ?? true else {
            return false
        }
        guard hierarchy.hasPrefix("//") else {
            if !mayStartWithColon, hierarchy.prefix(while: { $0 != "/" }).unicodeScalars.contains(":") { return false }
            return isText(hierarchy, extra: "/:@")
        }
        let rest = hierarchy.dropFirst(2)
        let slash = rest.unicodeScalars.firstIndex(of: "/") ?? rest.endIndex
        return isAuthority(rest[..<slash]) && isText(rest[slash...], extra: "/:@")
    }

    private func isAuthority(_ text: Substring) -> Bool {
        var host = text
        if let at = text.unicodeScalars.lastIndex(of: "@") {
            guard isText(text[..<at], extra: ":") else { return false }
            host = text[text.unicodeScalars.index(after: at)...]
        }
        if host.unicodeScalars.first == "[" {
            guard let bracket = host.unicodeScalars.lastIndex(of: "]") else { return false }
            let literal = host[host.unicodeScalars.index(after: host.startIndex)..<bracket]
            let rest = host[host.unicodeScalars.index(after: bracket)...]
            return (AddressFormat.isIPv6(literal) || isFutureAddress(literal)) && (rest.isEmpty || isPort(rest))
        }
        if let colon = host.unicodeScalars.firstIndex(of: ":") {
            guard isPort(host[colon...]) else { return false }
            host = host[..<colon]
        }
        return isText(host, extra: "")
    }

    /// A colon and digits, perhaps none.
    private func isPort(_ text: Substring) -> Bool {
        text.utf8.first == 0x3A && text.utf8.dropFirst().allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    /// `v` hex `.` and unreserved, sub-delims or `:` (RFC 3986 §3.2.2).
    private func isFutureAddress(_ text: Substring) -> Bool {
        guard text.utf8.first.map({ $0 | 0x20 == UInt8(ascii: "v") }) ?? false, let dot = text.firstIndex(of: ".") else { return false }
        let version = text[..<dot].utf8.dropFirst()
        let address = text[text.index(after: dot)...]
        return !version.isEmpty && version.allSatisfy(AddressFormat.isHexDigit) && !address.isEmpty && !address.utf8.contains(0x25)
            && URISyntax(allowsUnicode: false).isText(address, extra: ":")
    }

    private func cut(_ text: Substring, _ mark: Unicode.Scalar) -> (Substring, Substring?) {
        guard let index = text.unicodeScalars.firstIndex(of: mark) else { return (text, nil) }
        return (text[..<index], text[text.unicodeScalars.index(after: index)...])
    }

    /// Unreserved, sub-delims, percent-encoded octets, and `extra`.
    private func isText(_ text: Substring, extra: String, isQuery: Bool = false) -> Bool {
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "!", "$", "&", "'", "(", ")", "*", "+", ",", ";", "=": continue
            case "%":
                guard let high = scalars.popFirst(), let low = scalars.popFirst(), Self.isHex(high), Self.isHex(low) else { return false }
            default:
                if extra.unicodeScalars.contains(scalar) { continue }
                guard allowsUnicode, Self.isUniversal(scalar.value) || isQuery && Self.isPrivate(scalar.value) else { return false }
            }
        }
        return true
    }

    private static func isHex(_ scalar: Unicode.Scalar) -> Bool { UInt8(exactly: scalar.value).map(AddressFormat.isHexDigit) ?? false }

    /// `ucschar`
    static func isUniversal(_ value: UInt32) -> Bool {
        switch value {
        case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
        case 0x10000...0xDFFFD: value & 0xFFFF <= 0xFFFD
        case 0xE1000...0xEFFFD: true
        default: false
        }
    }

    /// `iprivate`
    static func isPrivate(_ value: UInt32) -> Bool {
        switch value {
        case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x10_0000...0x10_FFFD: true
        default: false
        }
    }
}
