package import Documents

/// Where a running simulator is reached.
package struct SimulatorAddresses: Sendable, Hashable {
    /// The URL of the standing mailbox: what to give a platform as the address for callbacks.
    package let callbacks: String
    /// The console's first page; nil without a console.
    package let console: String?

    /// One line for whoever started the command: `{"event":"ready","callbacks":…,"console":…}`.
    package var document: Node {
        .object([("event", .string("ready")), ("callbacks", .string(callbacks)), ("console", console.map { .string($0) } ?? .null)])
    }
}
