package import Delivery
package import ServerKit

/// Finds out to which address a callback may be sent, by `AddressCheck`, and says as a problem why not.
package struct CallbackAddressCheck: Sendable {
    private let check: AddressCheck

    package init(resolve: @escaping AddressCheck.Resolver = SystemResolver.addresses(of:)) {
        check = AddressCheck(resolve: resolve)
    }

    /// The checked address to connect to.
    /// - Throws: 422 `callback-not-registered`.
    @discardableResult
    package func check(_ url: String, for client: RequestingClient) async throws -> IPAddress {
        do {
            return try await check.address(of: url, for: client.id, isRegistered: client.isRegistered)
        } catch {
            throw Problem.callbackNotRegistered(error.description)
        }
    }
}
