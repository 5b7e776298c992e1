package import Documents
package import TransparencyLog

/// One change in an entity's history.
package struct AuditChange: Sendable {
    /// 0-based leaf index.
    package let index: Int64
    /// What the event tells; its members are listed at `AuditDocument`.
    package var document: Node
    /// RFC 6902.
    package var diff: Node
    /// The exact bytes of the leaf.
    package let leaf: [UInt8]
    package let leafHash: Hash
    /// What the leaf commits to; nil where the leaf itself tells it.
    package var opening: Opening?

    /// The bytes of the event's document, and the blinding under which the leaf commits to them.
    package struct Opening: Sendable, Hashable {
        package let event: [UInt8]
        /// 32 bytes.
        package let blinding: [UInt8]

        package init(event: [UInt8], blinding: [UInt8]) {
            self.event = event
            self.blinding = blinding
        }
    }
}
