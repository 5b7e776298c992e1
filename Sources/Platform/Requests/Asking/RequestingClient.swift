package import MessageSignatures

/// Who asks, as the register of clients tells: everything that accepting and delivering need to know.
package struct RequestingClient: Sendable {
    package let id: String
    /// The authority, `UKGC`.
    package let regulator: String
    /// The keys that may sign its requests.
    package let keys: KeySet
    /// Whether messages may be sent to a URL now: it lies within an origin that the operator registered for the client, or that the client has
    /// proved to control.
    package let isRegistered: @Sendable (_ url: String) -> Bool
    /// The origin of a URL to which messages could be sent, had the client proved that it controls it; nil for every other URL.
    package var unprovedOrigin: @Sendable (_ url: String) -> String? = { _ in nil }
    /// Whether it may see reports of suspicion.
    package var mayReadSuspicions: Bool
    /// Whether its answers are sent one after another to an endpoint, in the order of the requests: one that is not acknowledged holds up
    /// those behind it until it is, or is given up.
    package var wantsOrder = false

    package init(
        id: String, regulator: String, keys: KeySet, mayReadSuspicions: Bool = false,
        isRegistered: @escaping @Sendable (_ url: String) -> Bool
    ) {
        self.id = id
        self.regulator = regulator
        self.keys = keys
        self.isRegistered = isRegistered
        self.mayReadSuspicions = mayReadSuspicions
    }
}
