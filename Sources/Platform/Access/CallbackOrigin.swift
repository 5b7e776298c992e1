package import ServerKit

/// An origin to which a client lets the platform deliver: `https://reports.regulator.example`, `https://127.0.0.1:*`.
package struct CallbackOrigin: Sendable, Hashable, CustomStringConvertible {
    /// Which ports of the host are registered.
    package enum Port: Sendable, Hashable {
        case number(Int)
        /// Written `*`: for development, where the system chooses ports.
        case any
    }

    package let host: CallbackURL.Host
    package let port: Port

    /// Nil unless the text is `https://` with a host as `CallbackURL` reads it, and optionally a port or `*`; without one it is 443.
    package init?(_ text: String) {
        let takesAny = text.hasSuffix(":*")
        guard let url = CallbackURL(takesAny ? String(text.dropLast(2)) : text), url.target.isEmpty, !takesAny || url.port == nil else {
            return nil
        }
        host = url.host
        port = takesAny ? .any : .number(url.port ?? 443)
    }

    /// Whether a URL lies within this origin: `https`, the same host and port, whatever its path; no user, no fragment, nothing that
    /// another reader could take for another host.
    package func allows(_ url: String) -> Bool {
        guard let url = CallbackURL(url), url.host == host else { return false }
        switch port {
        case .any: return true
        case .number(let number): return (url.port ?? 443) == number
        }
    }

    /// Whether every URL within the other one lies within this one.
    func covers(_ other: CallbackOrigin) -> Bool { host == other.host && (port == .any || port == other.port) }

    package var description: String {
        switch port {
        case .any: "https://\(host):*"
        case .number(443): "https://\(host)"
        case .number(let number): "https://\(host):\(number)"
        }
    }
}
