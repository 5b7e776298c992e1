package import MessageSignatures

/// Who asks, as the register of clients tells: everything that accepting and delivering need to know.
package struct RequestingClient: Sendable {
    package let id: String
    /// The authority, `UKGC`.
    package let regulator: String
    /// The keys that may sign its requests.
    package let keys: KeySet
    /// Whether a URL lies within one of its registered callback origins.
    package let isRegistered: @Sendable (_ url: String) -> Bool
    /// Whether it may see reports of suspicion.
    package var mayReadSuspicions: Bool

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
