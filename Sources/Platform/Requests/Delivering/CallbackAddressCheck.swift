import Foundation
package import ServerKit

/// Finds out to which address a callback may be sent: its origin is registered, and no address behind its name is a private one.
///
/// A private address is allowed only where the registration says so itself: the origin names that address, or `localhost`. What was
/// checked is what is connected to: the caller pins the address.
package struct CallbackAddressCheck: Sendable {
    /// All addresses of a host name; throws when it has none.
    package typealias Resolver = @Sendable (_ host: String) async throws -> [IPAddress]

    private let resolve: Resolver

    package init(resolve: @escaping Resolver = SystemResolver.addresses(of:)) {
        self.resolve = resolve
    }

    /// The checked address to connect to.
    /// - Throws: 422 `callback-not-registered`.
    @discardableResult
    package func check(_ url: String, for client: RequestingClient) async throws -> IPAddress {
        guard let components = URLComponents(string: url), components.scheme?.lowercased() == "https", components.fragment == nil,
            components.user == nil, components.password == nil, let host = Self.host(components), client.isRegistered(url)
        else {
            throw Problem.callbackNotRegistered(
                "The address does not lie within an origin that is registered for callbacks of \(client.id).")
        }
        if let literal = IPAddress(host) { return literal }
        let addresses: [IPAddress]
        do {
            addresses = try await resolve(host)
        } catch {
            throw Problem.callbackNotRegistered("The host of the address has no address of its own.")
        }
        guard let first = addresses.first, addresses.allSatisfy({ isAllowed($0, of: host) }) else {
            throw Problem.callbackNotRegistered("The host of the address leads into a private network.")
        }
        return first
    }

    private func isAllowed(_ address: IPAddress, of host: String) -> Bool {
        if host == "localhost" { return SpecialPurposeAddress.isLoopback(address) }
        return !SpecialPurposeAddress.contains(address)
    }

    /// Lower-case; a literal IPv6 address without its brackets.
    private static func host(_ components: URLComponents) -> String? {
        guard let host = components.host?.lowercased(), !host.isEmpty else { return nil }
        return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }
}
