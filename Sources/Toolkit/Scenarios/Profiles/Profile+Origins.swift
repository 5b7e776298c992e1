extension Profile {
    /// Whether an address is the subject's own: of an origin (RFC 6454 §4) that the profile names anywhere.
    ///
    /// Only there go the certificate and token of an identity. An answer, or a contract from elsewhere, may name any address.
    func isOwn(_ url: String) -> Bool { Self.origin(of: url).map(origins.contains) ?? false }

    private var origins: Set<String> {
        var urls = [platform.baseURL] + platform.origins
        if case .url(let url)? = platform.jwks { urls.append(url) }
        if case .url(let url)? = platform.logKey { urls.append(url) }
        if case .url(let url, _)? = states { urls.append(url) }
        for case .request(_, let url, _, _) in tools.values { urls.append(url) }
        urls += identities.compactMap { $0.token?.url }
        return Set(urls.compactMap(Self.origin))
    }

    /// Scheme, host and port in lower case, without the port that the scheme has anyway; nil for what is no address of HTTP, or hides its
    /// host behind a name and password.
    private static func origin(of url: String) -> String? {
        let url = url.lowercased()
        guard let (scheme, port) = [("https://", ":443"), ("http://", ":80")].first(where: { url.hasPrefix($0.0) }) else { return nil }
        let authority = url.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, !authority.contains(where: { "@\\".contains($0) }) else { return nil }
        return scheme + (authority.hasSuffix(port) ? authority.dropLast(port.count) : authority)
    }
}
