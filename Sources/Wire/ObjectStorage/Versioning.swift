import XMLDocuments

/// Whether a bucket keeps what is overwritten and deleted.
package enum Versioning: String, Sendable, Hashable, CaseIterable {
    case enabled = "Enabled"
    /// Was on once, and is not for what comes now.
    case suspended = "Suspended"

    /// Reads a `VersioningConfiguration`; nil for a bucket in which it never was on. Throws `unreadableAnswer`.
    init?(_ document: XMLTree) throws(StorageError) {
        guard let status = document.text(of: "Status") else { return nil }
        guard let versioning = Versioning(rawValue: status) else { throw .unreadable("expected Enabled or Suspended as the status") }
        self = versioning
    }

    /// The body that sets it.
    func document() throws(StorageError) -> [UInt8] {
        try StorageDocument.write("VersioningConfiguration") { (writer: inout XMLWriter) throws(XMLError) in
            try writer.element("Status", text: rawValue)
        }
    }
}
