import Crypto
import Documents
import TransparencyLog

/// The canonical JSON (RFC 8785) that the log holds for one event. Every authority of the operator can read every leaf, so it tells no more
/// than that something was recorded, when, and by which operator.
///
/// Members: `schema`, `index`, `event_id`, `at`, `operator`, `commitment`: HMAC-SHA256 over the event's document under the event's
/// blinding, lower-case hex. Who is shown both can hold them against the leaf; who is not learns nothing, and after the subject's key is
/// destroyed nobody does.
package struct AuditLeaf: Sendable, Hashable {
    /// What the log hashes; far less than the 65,535 bytes of an entry bundle's limit.
    package let bytes: [UInt8]

    private static let schema = "assay.audit/2"

    /// - Parameter extra: members that a fault of the sandbox adds.
    init(_ entry: AuditEntry, index: Int64, eventID: String, commitment: String, extra: [(String, Node)] = []) throws {
        bytes = try Node.object(
            [
                ("schema", .string(Self.schema)), ("index", .integer(Int(index))), ("event_id", .string(eventID)),
                ("at", .string(entry.at.description)), ("operator", .string(entry.operatorID)), ("commitment", .string(commitment)),
            ] + extra
        ).canonicalBytes()
        guard bytes.count <= EntryBundle.maximumEntryBytes else {
            throw AuditError(.tooLarge, "a leaf of \(bytes.count) bytes does not fit \(EntryBundle.maximumEntryBytes)")
        }
    }

    /// The commitment in the bytes of a leaf.
    /// - Throws: `AuditError` `damaged` when they are not a leaf of this schema.
    static func commitment(in bytes: [UInt8]) throws(AuditError) -> String {
        guard let document = try? JSONReader.read(bytes), document["schema"]?.string == schema,
            let commitment = document["commitment"]?.string
        else { throw AuditError(.damaged, "a stored leaf of \(bytes.count) bytes is not \(schema)") }
        return commitment
    }

    /// Lower-case hex.
    static func sha256(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    /// Lower-case, two digits for each byte.
    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
