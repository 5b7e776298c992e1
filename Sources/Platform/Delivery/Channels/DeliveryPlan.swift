package import Transport

/// Over which servers and channels one realm delivers its reports. Without channels nothing is sent.
package struct DeliveryPlan: Sendable {
    /// Nil: no mail is sent.
    package let relay: MailRelay?
    /// SFTP servers by name.
    package let drops: [String: FileDrop]
    package let channels: [DeliveryChannel]
    /// When a refused delivery is tried again, and for how long.
    package let retries: RetrySchedule

    package init(relay: MailRelay?, drops: [String: FileDrop], channels: [DeliveryChannel], retries: RetrySchedule = .standard) {
        self.relay = relay
        self.drops = drops
        self.channels = channels
        self.retries = retries
    }

    /// Nothing is configured.
    package static let none = DeliveryPlan(relay: nil, drops: [:], channels: [])

    /// Where a channel's files go.
    /// - Throws: `DeliveryError` `no-drop`; `TransportError` for a folder that is none.
    package func drop(_ name: String, folder: String?) throws -> FileDrop {
        guard let drop = drops[name] else { throw DeliveryError.withoutDrop(name) }
        guard let folder else { return drop }
        return try FileDrop(
            host: drop.host, port: drop.port, user: drop.user, hostKeyDigest: drop.hostKeyDigest, privateKeyFile: drop.privateKeyFile,
            folder: "\(drop.folder)/\(folder)")
    }
}
