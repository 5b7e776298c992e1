import Crypto
import Documents
import Foundation
import Requests
import Store

/// What leaves of the first schema held in place of a detail that not every reader of the log may know: its SHA-256. The platform kept the
/// detail beside them. Leaves tell nothing any more, and none is sealed so; those that were are read.
enum SealedDetail {
    private static let member = "sealed_sha256"

    /// Whether an event's detail is kept apart.
    static func isSealed(_ detail: Node) -> Bool { detail[member] != nil }

    /// The detail that a leaf refers to; itself when it was not sealed.
    /// - Throws: `StoreError` `damaged` when it is not there or not what was sealed.
    static func opened(_ detail: Node, in snapshot: Snapshot) throws -> Node {
        guard let sha256 = detail[member]?.string else { return detail }
        guard let bytes = try snapshot.auditAttachment(sha256), SHA256.hash(data: bytes).hexDigits == sha256 else {
            throw StoreError(.damaged, "the detail \(sha256) of an event is not in the store")
        }
        return try JSONReader.read(bytes).removing("blinding")
    }
}
