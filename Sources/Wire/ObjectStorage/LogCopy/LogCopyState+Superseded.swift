import Documents
import TransparencyLog

extension LogCopyState {
    /// Judges by the listing alone what was sealed with checkpoints that a newer one supersedes.
    mutating func look(at items: [LogCopyAudit.Item]) {
        let held = held
        let present = Set(items.lazy.filter { $0.object.oldest != nil }.map(\.object.key))
        let latest = items.compactMap { $0.object.oldest?.modified }.max()
        for (object, part) in items {
            guard let oldest = object.oldest else { continue }
            switch part {
            case .checkpoint(let size) where checkpoints[size] != nil && !held.contains(size):
                // When seven years are over nothing keeps it there.
                let least = oldest.modified.advanced(by: .seconds(86_400 * LogCopyLayout.minimumDays))
                guard let latest, latest < least else { continue }
                for key in Self.parts(sealedAt: size).map(layout.key) where !present.contains(key) {
                    report([LogCopyIssue(.missing, key, "it was sealed with the checkpoint of \(size) entries and is not there")])
                }
            case .partial(let size, let path) where checkpoints[size] != nil && !held.contains(size):
                guard TreeShape(size: size).edge.contains(path) else {
                    report([LogCopyIssue(.stranger, object.key, "a tree of \(size) entries has no such file")])
                    continue
                }
                guard case .hashes = path.kind, oldest.kind != .object(size: path.width * Hash.byteCount) else { continue }
                report([LogCopyIssue(.malformed, object.key, "expected \(path.width) hashes of \(Hash.byteCount) bytes")])
            case .partialEvents(let size) where checkpoints[size] != nil && !held.contains(size):
                guard size % Int64(TilePath.fullWidth) == 0 else { continue }
                report([LogCopyIssue(.stranger, object.key, "a tree of \(size) entries has no partial bundle")])
            default: continue
            }
        }
    }

    /// What a sealing puts into the bucket before the checkpoint.
    private static func parts(sealedAt size: Int64) -> [LogCopyLayout.Part] {
        (size % Int64(TilePath.fullWidth) > 0 ? [.partialEvents(size)] : []) + TreeShape(size: size).edge.map { .partial(size, $0) }
    }
}
