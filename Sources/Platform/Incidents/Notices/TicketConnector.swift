package import Transport

/// The operator's ticket system, how the platform proves itself there, and whom it trusts; a webhook is signed instead.
package struct TicketConnector: Sendable, CustomStringConvertible, CustomReflectable {
    package let system: TicketSystem
    /// The value of `Authorization`, or nil.
    package let authorization: String?
    package let trust: Trust

    package init(system: TicketSystem, authorization: String? = nil, trust: Trust = .system) {
        self.system = system
        self.authorization = authorization
        self.trust = trust
    }

    /// Without what proves the platform.
    package var description: String { "TicketConnector(\(system), authorization: \(authorization == nil ? "none" : "redacted"))" }
    /// See `description`.
    package var customMirror: Mirror { Mirror(self, children: ["system": "\(system)"]) }
}
