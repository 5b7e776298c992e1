package import Delivery
package import ServerKit

/// Finds out to which address a callback may be sent, by `AddressCheck`, and says as a problem why not.
package struct CallbackAddressCheck: Sendable {
    private let check: AddressCheck

    package init(resolve: @escaping AddressCheck.Resolver = SystemResolver.addresses(of:)) {
        check = AddressCheck(resolve: resolve)
    }

    /// The checked address to connect to.
    /// - Throws: 422 `callback-not-registered`, `callback-not-proved`.
    @discardableResult
    package func check(_ url: String, for client: RequestingClient) async throws -> IPAddress {
        if let origin = client.unprovedOrigin(url) { throw Problem.callbackNotProved(origin) }
        return try await check(url, for: client, isRegistered: client.isRegistered)
    }

    /// The checked address of a URL to which messages may be sent by what the caller says.
    /// - Throws: 422 `callback-not-registered`.
    @discardableResult
    package func check(
        _ url: String, for client: RequestingClient, isRegistered: @Sendable (_ url: String) -> Bool
    ) async throws -> IPAddress {
        do {
            return try await check.address(of: url, for: client.id, isRegistered: isRegistered)
        } catch {
            throw Problem.callbackNotRegistered(error.description)
        }
    }
}
