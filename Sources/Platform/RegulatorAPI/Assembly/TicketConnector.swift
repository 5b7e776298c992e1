package import Incidents

/// The operator's ticket system and how the platform proves itself there; a webhook is signed instead.
package struct TicketConnector: Sendable, CustomStringConvertible, CustomReflectable {
    package var system: TicketSystem
    /// The value of `Authorization`, or nil.
    package var authorization: String?

    package init(system: TicketSystem, authorization: String? = nil) {
        self.system = system
        self.authorization = authorization
    }

    /// Without what proves the platform.
    package var description: String { "TicketConnector(\(system), authorization: \(authorization == nil ? "none" : "redacted"))" }
    /// See `description`.
    package var customMirror: Mirror { Mirror(self, children: ["system": "\(system)"]) }
}
