import Contracts
import Results

/// Everything that is said about profiles beyond what all files have in common.
extension Finding {
    private static func profile(_ code: String, _ message: String, at location: SourceLocation, expected: String? = nil, remedy: String)
        -> Finding
    {
        Finding(code: "profile.\(code)", message: message, source: location, expected: expected, remedy: remedy)
    }

    static func profileUnreadable(_ path: String) -> Finding {
        profile("unreadable", "there is no readable profile of at most 1 MiB", at: SourceLocation(file: path), remedy: "check the path")
    }

    static func profileReference(_ key: String, at location: SourceLocation) -> Finding {
        profile(
            "not-a-reference", "`\(key)` must say where the secret lies, not hold it", at: location,
            expected: "`file:…`, `env:…` or `exec:…`", remedy: "move the secret to a file or variable and name that here")
    }

    static func profileURL(_ key: String, at location: SourceLocation) -> Finding {
        profile(
            "bad-url", "`\(key)` is not an absolute http or https URL", at: location, expected: "https://host[:port][/path]",
            remedy: "write scheme and host, without fragment or blanks")
    }

    static func profileAddress(at location: SourceLocation) -> Finding {
        profile(
            "bad-address", "not an address to listen on", at: location, expected: "host:port",
            remedy: "write `127.0.0.1:0` to let the system choose the port; an IPv6 host stands in brackets")
    }

    static func profileTool(_ key: String, at location: SourceLocation) -> Finding {
        profile(
            "bad-tool", "`\(key)` names no program", at: location, expected: "a URL, or `exec:program arguments`",
            remedy: "write the program behind `exec:`")
    }

    static func profileStates(at location: SourceLocation) -> Finding {
        profile(
            "bad-states", "`states` is `manual` or a mapping with `url`", at: location,
            remedy: "write `{ url: https://… }`, or `manual` when a person sees to it beforehand")
    }

    static func profileIdentity(_ name: String, near: [String], at location: SourceLocation) -> Finding {
        profile(
            "unknown-identity", "`\(name)` is not an identity of this profile", at: location,
            remedy: near.first.map { "did you mean `\($0)`?" } ?? "name one of `identities`")
    }

    static func profileTokenOwner(_ name: String, at location: SourceLocation) -> Finding {
        profile(
            "no-token", "the identity `\(name)` has no `token` of its own to lend", at: location,
            remedy: "name an identity with `token`, or give `\(name)` one")
    }

    static func profileUnusedKey(at location: SourceLocation) -> Finding {
        profile(
            "conflict", "with `tls_client_auth` the certificate alone says who asks", at: location,
            remedy: "drop `key`, or write `method: private_key_jwt`")
    }

    static func profileTwoTokens(at location: SourceLocation) -> Finding {
        profile(
            "conflict", "an identity has a `token` of its own or that of another, not both", at: location,
            remedy: "drop `token` or `token_of`")
    }

    static func profileCapability(_ word: String, near: [String], at location: SourceLocation) -> Finding {
        profile(
            "unknown-capability", "`\(word)` is not a capability", at: location,
            remedy: near.first.map { "did you mean `\($0)`?" } ?? "known capabilities are \(Capability.known.joined(separator: ", "))")
    }

    static func profileProductionEffects(_ word: String, at location: SourceLocation) -> Finding {
        profile(
            "production-effects", "in production only `read` is allowed, not `\(word)`", at: location,
            remedy:
                "drop it, test a sandbox or staging installation, or bring a grant that names it: `grant` in the profile, or --grant FILE")
    }

    static func profileDigest(at location: SourceLocation) -> Finding {
        profile(
            "bad-digest", "`sha256` is not a digest", at: location, expected: "64 hexadecimal digits",
            remedy: "write what `sha256sum` prints for the file")
    }
}
