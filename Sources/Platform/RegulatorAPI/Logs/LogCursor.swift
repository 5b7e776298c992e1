import Access
import Crypto
import Documents
import Foundation
import MessageSignatures
import ServerKit
import SourceData

/// Seals the position at which a page ends, so that the next one can begin there: no caller can make a cursor, change one, or use it with
/// another filter or log than the one it was given for.
///
/// A cursor names a record, not a number of records: rows that are added meanwhile move nothing. It outlives restarts, and is good as long as
/// the realm's secret for derivations is: no rotation of a key voids one.
struct LogCursor: Sendable {
    private static let tagBytes = 16

    private let key: SymmetricKey
    /// On whose behalf the cursor is given out.
    private let holder: String

    init(secret: DerivationSecret, holder: String) {
        key = secret.secret("cursors of logs")
        self.holder = holder
    }

    /// The opaque text of a position.
    func text(_ position: RecordPosition, log: String, selection: RecordSelection) -> String {
        let payload = Node.array([
            .number(Number(position.at.milliseconds)), .integer(position.source), .string(position.key), .number(Number(position.number)),
        ]).compactBytes()
        return Base64URL.encode(payload + tag(payload, log, selection))
    }

    /// The position of a cursor.
    /// - Throws: 400 `invalid-parameter` when it was not given out for this log, filter and caller.
    func position(_ text: String, log: String, selection: RecordSelection) throws(Problem) -> RecordPosition {
        let refusal = Problem.invalidParameter("cursor", "expected the value of next in an earlier answer to the same question")
        guard text.utf8.count <= 512, let bytes = Base64URL.decode(text), bytes.count > Self.tagBytes else { throw refusal }
        let payload = Array(bytes.dropLast(Self.tagBytes))
        guard SecretComparison.areEqual(bytes.suffix(Self.tagBytes), tag(payload, log, selection)),
            let node = try? JSONReader.read(payload, limits: .request),
            let at = node[0]?.integer, let source = node[1]?.integer, let key = node[2]?.string, let number = node[3]?.integer
        else { throw refusal }
        return RecordPosition(at: Timestamp(milliseconds: Int64(at)), source: source, key: key, number: Int64(number))
    }

    private func tag(_ payload: [UInt8], _ log: String, _ selection: RecordSelection) -> [UInt8] {
        let spans = selection.spans.map { span in
            "\(span.licence) \(span.from.map(\.description) ?? "") \(span.to.map(\.description) ?? "")"
        }
        // Line feeds occur in none of the parts.
        let context = [log, holder, selection.player ?? "", selection.game ?? "", "\(selection.restricted)"] + spans
        let text = Data(context.joined(separator: "\n").utf8)
        return Array(HMAC<SHA256>.authenticationCode(for: text + Data([0]) + Data(payload), using: key).prefix(Self.tagBytes))
    }
}
