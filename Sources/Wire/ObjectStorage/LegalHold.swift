import XMLDocuments

/// Keeps a version of an object for as long as it is on, whatever its retention, and whoever asks (Amazon S3 User Guide, "Legal holds").
package enum LegalHold: String, Sendable, Hashable, CaseIterable {
    case on = "ON"
    case off = "OFF"

    /// Reads a `LegalHold`. Throws `unreadableAnswer`.
    init(_ document: XMLTree) throws(StorageError) {
        guard let hold = document.text(of: "Status").flatMap(LegalHold.init(rawValue:)) else {
            throw .unreadable("expected a legal hold's status as ON or OFF")
        }
        self = hold
    }

    /// The body that sets it.
    func document() throws(StorageError) -> [UInt8] {
        try StorageDocument.write("LegalHold") { (writer: inout XMLWriter) throws(XMLError) in
            try writer.element("Status", text: rawValue)
        }
    }
}
