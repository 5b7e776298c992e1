package import ServerKit

/// Finds out to which address a delivery may be sent: its URL is registered, and no address behind its name is a private one.
///
/// A private address is allowed only where the registration names it itself, or `localhost`: the register takes such an origin only when
/// its client lists it in `allow_private`. A name is looked up once, and what was checked is what is connected to: the caller pins the
/// address.
package struct AddressCheck: Sendable {
    /// All addresses of a host name; throws when it has none.
    package typealias Resolver = @Sendable (_ host: String) async throws -> [IPAddress]

    /// Why nothing is sent to an address, one sentence.
    package struct Refusal: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    private let resolve: Resolver

    package init(resolve: @escaping Resolver = SystemResolver.addresses(of:)) {
        self.resolve = resolve
    }

    /// The checked address to connect to; throws `Refusal`.
    /// - Parameters:
    ///   - receiver: who receives, for the refusal.
    ///   - isRegistered: whether the URL lies within an origin that is registered for the receiver.
    package func address(
        of url: String, for receiver: String, isRegistered: @Sendable (_ url: String) -> Bool
    ) async throws(Refusal) -> IPAddress {
        guard let read = CallbackURL(url), isRegistered(url) else {
            throw Refusal(
                description: "The address does not lie within an origin that is registered for callbacks of \(receiver).")
        }
        switch read.host {
        case .address(let literal): return literal
        case .name(let name): return try await address(behind: name)
        }
    }

    private func address(behind host: String) async throws(Refusal) -> IPAddress {
        let addresses: [IPAddress]
        do {
            addresses = try await resolve(host)
        } catch {
            throw Refusal(description: "The host of the address has no address of its own.")
        }
        guard let first = addresses.first, addresses.allSatisfy({ isAllowed($0, of: host) }) else {
            throw Refusal(description: "The host of the address leads into a private network.")
        }
        return first
    }

    private func isAllowed(_ address: IPAddress, of host: String) -> Bool {
        if host == "localhost" { return SpecialPurposeAddress.isLoopback(address) }
        return !SpecialPurposeAddress.contains(address)
    }
}
