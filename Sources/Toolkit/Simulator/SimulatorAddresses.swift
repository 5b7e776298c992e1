package import Documents

/// Where a running simulator is reached.
package struct SimulatorAddresses: Sendable, Hashable {
    /// The URL of the standing mailbox: what to give a platform as the address for callbacks.
    package let callbacks: String
    /// The console's first page; nil without a console.
    package let console: String?
    /// The witness's prefix with its verifier key, as a log's policy names both; nil without a witness.
    package let witness: Witness?

    /// A witness that can be asked.
    package struct Witness: Sendable, Hashable {
        /// To which `/add-checkpoint` is appended.
        package let url: String
        /// C2SP signed-note, of type 4.
        package let verifierKey: String
    }

    /// One line for whoever started the command: `{"event":"ready","callbacks":…,"console":…}`, and with a witness `witness`, `witness_key`.
    package var document: Node {
        var members: [(String, Node)] = [
            ("event", .string("ready")), ("callbacks", .string(callbacks)), ("console", console.map { .string($0) } ?? .null),
        ]
        if let witness { members += [("witness", .string(witness.url)), ("witness_key", .string(witness.verifierKey))] }
        return .object(members)
    }
}
