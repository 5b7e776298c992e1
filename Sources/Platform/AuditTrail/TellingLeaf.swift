import Documents
import Store

/// A leaf of the first schema, `assay.audit/1`, which told in the log itself what happened. None is written any more; those that were
/// written stay in their logs and are read.
///
/// A diff that was too long for the leaf lies beside it under its SHA-256.
struct TellingLeaf: Sendable {
    private static let schema = "assay.audit/1"

    /// The leaf's members, as those of `AuditDocument`, but for `diff_reference` in place of a long `diff`.
    let node: Node

    /// - Throws: `AuditError` `damaged`.
    init(parsing bytes: [UInt8]) throws(AuditError) {
        guard let node = try? JSONReader.read(bytes), node["schema"]?.string == Self.schema else {
            throw AuditError(.damaged, "a stored leaf of \(bytes.count) bytes is not \(Self.schema)")
        }
        self.node = node
    }

    /// - Throws: `AuditError` `damaged` when a diff that lies apart is not there or is another.
    func diff(in snapshot: Snapshot) throws -> Node {
        guard let sha256 = node["diff_reference"]?["sha256"]?.string else { return node["diff"] ?? [] }
        guard let bytes = try snapshot.auditAttachment(sha256), AuditLeaf.sha256(bytes) == sha256 else {
            throw AuditError(.damaged, "the diff \(sha256) is not in the store")
        }
        return try JSONReader.read(bytes)
    }
}
