package import Documents

/// Where the bytes of attachments lie, sealed, under their SHA-256.
package struct AttachmentVault: Sendable {
    /// Keeps bytes and answers their SHA-256 in lower-case hex; when it returns they are on the medium.
    package var keep: @Sendable (_ bytes: [UInt8], _ at: Timestamp) throws -> String
    /// The bytes of a SHA-256, which are hashed again.
    package var read: @Sendable (_ sha256: String) throws -> [UInt8]

    package init(
        keep: @escaping @Sendable ([UInt8], Timestamp) throws -> String, read: @escaping @Sendable (String) throws -> [UInt8]
    ) {
        self.keep = keep
        self.read = read
    }
}
