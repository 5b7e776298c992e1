package import MessageSignatures
package import ServerKit

/// One client as the register of clients describes it.
package struct RegisteredClient: Sendable {
    /// 1–64 of `a-z 0-9 - _ .`; also the subject of its tokens.
    package let id: String
    /// The authority it acts for: `UKGC`; nil for the operator's own people.
    package let regulator: String?
    /// The operator it works for: `northwind`; nil for authorities.
    package let operatorID: String?
    package let roles: Set<Role>
    /// What a token of this client may carry; the scopes of its roles are among them.
    package let scopes: Set<Scope>
    /// `x5t#S256` of every certificate it may show; empty: none but those that `authentication` names.
    package let certificates: Set<String>
    /// The public keys with which it signs assertions and requests.
    package let keys: KeySet
    /// Where it may come from; empty: from nowhere.
    package let addresses: [AddressBlock]
    /// Where messages may be sent to it: the operator vouches for these.
    package let callbackOrigins: [CallbackOrigin]
    package let realms: Set<Realm.Name>
    /// The domains to whose addresses it may have mail sent, lower-case; empty: to none.
    package var mailDomains: Set<String> = []
    /// How it authenticates at the authorization server.
    package var authentication = ClientAuthentication.privateKeyJWT
    /// Whether answers to its requests are sent one after another, in the order in which the requests were accepted.
    package var ordersCallbacks = false
    /// Where messages may be sent to it once it has proved that it controls the origin.
    package var originsToProve: [CallbackOrigin] = []

    /// Whether the operator vouches for the origin of a URL.
    package func isVouched(_ url: String) -> Bool { callbackOrigins.contains { $0.allows(url) } }

    /// Whether messages may be sent to a URL, with proof where proof is asked for.
    package func mayProve(_ url: String) -> Bool { isVouched(url) || originsToProve.contains { $0.allows(url) } }

    /// Whether a caller's address, as the server tells it (`ServerRequest.remoteAddress`), is on the list.
    package func mayCome(from address: String) -> Bool {
        guard let address = IPAddress(address) else { return false }
        return addresses.contains { $0.contains(address) }
    }
}
