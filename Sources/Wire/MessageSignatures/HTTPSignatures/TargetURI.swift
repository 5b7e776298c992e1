/// An absolute `http` or `https` URI cut into the parts that signatures cover; nothing is decoded.
struct TargetURI: Sendable, Hashable {
    /// In small letters.
    let scheme: String
    /// Host in small letters, port only when it is not the scheme's own (RFC 9421 §2.2.3).
    let authority: String
    /// At least `/`.
    let path: String
    /// Without its question mark; nil when there is none.
    let query: String?

    /// As given, but never without a path (RFC 9421 §2.2.2).
    let written: String

    /// Nil for relative references, other schemes, user information, fragments, and anything that is not visible ASCII.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else { return nil }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        scheme = text[..<colon].lowercased()
        let rest = text[text.index(after: colon)...]
        guard scheme == "http" || scheme == "https", rest.hasPrefix("//") else { return nil }
        let hierarchy = rest.dropFirst(2)
        let authorityEnd = hierarchy.firstIndex { $0 == "/" || $0 == "?" } ?? hierarchy.endIndex
        guard let normal = Self.normalized(hierarchy[..<authorityEnd].lowercased(), scheme: scheme) else { return nil }
        authority = normal
        let local = hierarchy[authorityEnd...]
        let mark = local.firstIndex(of: "?")
        let rawPath = local[..<(mark ?? local.endIndex)]
        path = rawPath.isEmpty ? "/" : String(rawPath)
        // Between authority and query there is a path on the wire even where the text has none.
        written = rawPath.isEmpty ? "\(text[..<authorityEnd])/\(local)" : text
        query = mark.map { String(local[local.index(after: $0)...]) }
    }

    /// Path and query, the usual form of a request target (RFC 9112 §3.2.1).
    var requestTarget: String { path + (query.map { "?\($0)" } ?? "") }

    private static func normalized(_ authority: String, scheme: String) -> String? {
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        // A colon within brackets belongs to an IPv6 address.
        guard let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") else { return authority }
        let port = authority[authority.index(after: colon)...]
        guard colon != authority.startIndex, port.utf8.allSatisfy(StructuredFieldParser.isDigit) else { return nil }
        let isDefault = port.isEmpty || port == (scheme == "https" ? "443" : "80")
        return isDefault ? String(authority[..<colon]) : authority
    }
}
