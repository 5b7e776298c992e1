import Results

/// Everything that is said about grants beyond what all files have in common. All of it is the production guard's: nothing was sent.
extension Finding {
    private static func grant(_ code: String, _ message: String, at location: SourceLocation, expected: String? = nil, remedy: String)
        -> Finding
    {
        Finding(code: "grant.\(code)", message: message, source: location, expected: expected, remedy: remedy)
    }

    static func grantUnreadable(_ path: String) -> Finding {
        grant("unreadable", "there is no readable grant of at most 256 KiB", at: SourceLocation(file: path), remedy: "check the path")
    }

    static func grantNotProved(_ path: String) -> Finding {
        grant(
            "not-proved", "nothing says who stands for this grant", at: SourceLocation(file: path),
            expected: "a signature by a trusted key, or the digest of the file",
            remedy:
                "name the keys that may grant (`grant: { trust: grantors.jwks }` in the profile), or pin the file (`sha256`, --grant-sha256)"
        )
    }

    static func grantOtherDigest(_ path: String, _ digest: String) -> Finding {
        grant(
            "other-digest", "the grant is not the one that was pinned; its SHA-256 is \(digest)", at: SourceLocation(file: path),
            remedy: "read what it says now, and pin it anew if you stand for it")
    }

    static func grantTrust(_ path: String) -> Finding {
        grant(
            "bad-trust", "the keys that may grant cannot be read", at: SourceLocation(file: path), expected: "a JWKS (RFC 7517 §5)",
            remedy: "check `trust` of `grant` in the profile")
    }

    static func grantNotSigned(_ path: String, _ why: String) -> Finding {
        grant(
            "not-signed", "no trusted key has signed this grant: \(why)", at: SourceLocation(file: path),
            remedy: "let somebody whose key is in the trust file run `assay grant sign` over it as it is now")
    }

    static func grantOfEverything(at location: SourceLocation) -> Finding {
        grant("of-everything", "a grant names what it lets run", at: location, remedy: "write ids, or patterns as `core.requests/*`")
    }

    static func grantOfNothing(at location: SourceLocation) -> Finding {
        grant(
            "of-nothing", "the grant names neither cases nor requirements", at: location,
            remedy: "add `cases: [core.requests/ask-for-a-report]` or `requirements: [REQ-API-005]`")
    }

    static func grantRequirement(_ written: String, at location: SourceLocation) -> Finding {
        grant("bad-requirement", "`\(written)` is not a requirement id", at: location, expected: "REQ-API-005", remedy: "write its id")
    }

    static func grantTime(_ key: String, at location: SourceLocation) -> Finding {
        grant(
            "bad-time", "`\(key)` is not a moment", at: location, expected: "RFC 3339: \"2026-11-26T09:00:00Z\"",
            remedy: "write date, time and zone, in quotes")
    }

    static func grantTimes(at location: SourceLocation) -> Finding {
        grant("bad-time", "the grant ends before it begins", at: location, remedy: "let `valid_to` lie behind `valid_from`")
    }

    static func grantAnonymous(at location: SourceLocation) -> Finding {
        grant("anonymous", "nobody stands for the grant", at: location, remedy: "write into `granted_by` who does")
    }

    static func grantOfOther(_ what: String, _ granted: String, _ actual: String, at location: SourceLocation) -> Finding {
        grant(
            "of-another", "the grant is for \(what) \(granted), the profile names \(actual)", at: location,
            remedy: "use the grant of this platform, or have one made for it")
    }

    static func grantExceeded(_ word: String, _ grant: Grant, at location: SourceLocation) -> Finding {
        self.grant(
            "exceeded", "`\(word)` is asked for, and the grant \(grant.file) does not give it", at: location,
            expected: Effects.allCases.filter(grant.effects.contains).map(\.rawValue).joined(separator: ", "),
            remedy: "ask for no more than was granted, or have more granted")
    }

    static func grantLapsed(_ why: String, _ path: String) -> Finding {
        grant("lapsed", why, at: SourceLocation(file: path), remedy: "have a new one made, or leave it out and only read")
    }

    static func grantWithoutFile(at location: SourceLocation) -> Finding {
        grant(
            "no-file", "more than reading is asked of production, and no grant is at hand", at: location,
            remedy: "name it: `file` under `grant`, or --grant FILE")
    }
}
