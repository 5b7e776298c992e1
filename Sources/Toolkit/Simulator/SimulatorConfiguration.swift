package import Scenarios

/// What a simulator is; read once when it is made.
package struct SimulatorConfiguration: Sendable {
    package var inbox: InboxConfiguration
    /// Where the console listens, on the loopback address; 0 lets the system choose. Nil: no console.
    package var consolePort: Int?
    /// Each has a mailbox of its own, under its id.
    package var personalities: [Personality]
    /// What goes wrong on purpose in the standing mailboxes and in requests of ours.
    package var mischief: MischiefPlan
    /// Mischief of scenarios is drawn from it.
    package var seed: UInt64
    /// Cosigns checkpoints at the inbox's address; nil: nobody does.
    package var witness: Witness?

    package init(
        inbox: InboxConfiguration, consolePort: Int? = 0, personalities: [Personality] = [], mischief: MischiefPlan = .none,
        seed: UInt64 = 1, witness: Witness? = nil
    ) {
        self.inbox = inbox
        self.consolePort = consolePort
        self.personalities = personalities
        self.mischief = mischief
        self.seed = seed
        self.witness = witness
    }
}
