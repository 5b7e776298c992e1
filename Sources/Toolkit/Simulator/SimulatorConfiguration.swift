/// What a simulator is; read once when it is made.
package struct SimulatorConfiguration: Sendable {
    package var inbox: InboxConfiguration
    /// Where the console listens, on the loopback address; 0 lets the system choose. Nil: no console.
    package var consolePort: Int?

    package init(inbox: InboxConfiguration, consolePort: Int? = 0) {
        self.inbox = inbox
        self.consolePort = consolePort
    }
}
