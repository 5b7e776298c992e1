/// What may be attached to an incident: documents and pictures, nothing that is a program by its type.
///
/// Whether a document carries malware is not looked at: it is kept as it came, and never opened by the platform.
package enum AttachmentType: String, Sendable, Hashable, CaseIterable {
    case pdf = "application/pdf"
    case png = "image/png"
    case jpeg = "image/jpeg"
    case text = "text/plain"
    case csv = "text/csv"
    case json = "application/json"
    case xml = "application/xml"

    /// Whether bytes begin like a file of this type; a text is UTF-8 without NUL.
    package func fits(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .pdf: bytes.starts(with: Array("%PDF-".utf8))
        case .png: bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        case .jpeg: bytes.starts(with: [0xFF, 0xD8, 0xFF])
        case .text, .csv, .json, .xml: !bytes.contains(0) && String(validating: bytes, as: UTF8.self) != nil
        }
    }
}
