import Foundation

/// An origin to which a client lets the platform deliver: `https://reports.regulator.example`, `https://127.0.0.1:*`.
package struct CallbackOrigin: Sendable, Hashable, CustomStringConvertible {
    /// Which ports of the host are registered.
    package enum Port: Sendable, Hashable {
        case number(Int)
        /// Written `*`: for development, where the system chooses ports.
        case any
    }

    /// Lowercase name or address; IPv6 in brackets.
    package let host: String
    package let port: Port

    /// Nil unless the text is `https://` with a host and optionally a port or `*`; without one it is 443.
    package init?(_ text: String) {
        let takesAny = text.hasSuffix(":*")
        guard let url = URLComponents(string: takesAny ? String(text.dropLast(2)) : text), let host = Self.host(of: url) else { return nil }
        guard url.path.isEmpty, url.query == nil, !takesAny || url.port == nil else { return nil }
        self.host = host
        port = takesAny ? .any : .number(url.port ?? 443)
    }

    /// Whether an absolute URL lies within this origin: `https`, the same host and port, no user, no fragment.
    package func allows(_ url: String) -> Bool {
        guard let components = URLComponents(string: url), Self.host(of: components) == host else { return false }
        switch port {
        case .any: return true
        case .number(let number): return (components.port ?? 443) == number
        }
    }

    package var description: String {
        switch port {
        case .any: "https://\(host):*"
        case .number(443): "https://\(host)"
        case .number(let number): "https://\(host):\(number)"
        }
    }

    private static func host(of url: URLComponents) -> String? {
        guard url.scheme?.lowercased() == "https", url.user == nil, url.password == nil, url.fragment == nil else { return nil }
        guard let host = url.host?.lowercased(), !host.isEmpty, !host.contains("*"), (1...65535).contains(url.port ?? 443) else {
            return nil
        }
        return host
    }
}
