import Foundation

/// One of the two worlds that a platform serves: real data, or the sandbox; each its own issuer with its own keys and tokens.
package struct Realm: Sendable, Hashable {
    /// The two realms.
    package enum Name: String, Sendable, Hashable, CaseIterable {
        /// Routes at `/`.
        case production
        /// The same routes below `/sandbox`.
        case sandbox

        /// What stands before every path of the realm: empty or `/sandbox`.
        package var prefix: String {
            switch self {
            case .production: ""
            case .sandbox: "/sandbox"
            }
        }

        /// The realm that a path belongs to; what is below no realm's prefix is production's.
        package static func of(path: String) -> Name {
            let prefix = Name.sandbox.prefix
            return path == prefix || path.hasPrefix(prefix + "/") ? .sandbox : .production
        }
    }

    /// Why an issuer is not one.
    package struct Refusal: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    package let name: Name
    /// The issuer identifier (RFC 8414 §2) and at the same time the resource identifier (RFC 9728 §1.2): `https://host:port` and the prefix.
    package let issuer: String

    package var prefix: String { name.prefix }

    /// The audience of access tokens.
    package var resource: String { issuer }

    /// Throws unless the issuer is an `https` URL whose path is the realm's prefix, without user, query, fragment or a slash at the end.
    package init(_ name: Name, issuer: String) throws(Refusal) {
        guard let url = URLComponents(string: issuer), url.scheme == "https", url.host?.isEmpty == false, url.path == name.prefix,
            url.query == nil, url.fragment == nil, url.user == nil, url.string == issuer
        else {
            throw Refusal(description: "\(issuer) is no issuer of the realm \(name.rawValue): expected https://HOST:PORT\(name.prefix)")
        }
        self.name = name
        self.issuer = issuer
    }

    /// The absolute URL of a path of this realm.
    package func url(_ path: String) -> String { issuer + path }

    /// Where a well-known document of the realm is served: below the prefix, as the platform's own pages name it, and, where that differs,
    /// between host and prefix, as RFC 8414 §3.1 and RFC 9728 §3.1 derive it from the identifier.
    package func wellKnownPaths(_ document: String) -> [String] {
        let below = "\(prefix)/.well-known/\(document)"
        return prefix.isEmpty ? [below] : [below, "/.well-known/\(document)\(prefix)"]
    }
}
