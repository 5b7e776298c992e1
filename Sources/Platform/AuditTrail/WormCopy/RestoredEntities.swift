import Documents
import Store
import TransparencyLog

/// Entities as they stand at the end of their histories: folded from what events tell while a log is restored.
///
/// Each change is held against the hashes that its leaf commits to, as for the state at a time. A version is the number of changes, as
/// where each was written with its event. What an erased or lost key sealed cannot be folded, and what follows it neither: such an entity
/// has no row, until it was made anew.
struct RestoredEntities: Sendable {
    private struct Name: Hashable {
        let kind: String
        let id: String
    }

    private struct Standing {
        var state: EntityState
        let operatorID: String
        let changedAt: Timestamp
    }

    private let kinds: Set<String>
    private var standing: [Name: Standing] = [:]
    private var versions: [Name: Int] = [:]
    /// How many changes of entities could not be folded.
    private(set) var unfolded: Int64 = 0

    /// - Parameter kinds: those that have a row for their current version, written with each event.
    init(kinds: Set<String>) { self.kinds = kinds }

    /// Takes the next event of the log. `told` is nil where its key is gone.
    mutating func take(_ event: AuditEventRow, _ told: Node?) {
        guard kinds.contains(event.entity), AuditAction(rawValue: event.action).map(AuditAction.changes.contains) ?? false else { return }
        guard let told, !event.entityID.isEmpty else {
            unfolded += 1
            return
        }
        let name = Name(kind: event.entity, id: event.entityID)
        versions[name, default: 0] += 1
        let change = AuditChange(
            index: event.sequence, document: told, diff: told["diff"] ?? [], leaf: event.leaf, leafHash: MerkleHash.leaf(event.leaf))
        let nothing = EntityState(value: nil, hash: nil, change: nil)
        // What is made where nothing was needs nothing of what cannot be read before it.
        let begins = told["before_hash"] == nil
        let before = begins ? nothing : standing[name]?.state ?? nothing
        guard let after = try? before.after(change) else {
            standing[name] = nil
            unfolded += 1
            return
        }
        standing[name] = Standing(
            state: EntityState(value: after.value, hash: after.hash, change: nil), operatorID: event.operatorID, changedAt: event.at)
    }

    /// The current versions, in the order of kinds and ids; what was deleted has the value `null`.
    func rows() throws -> [EntityRow] {
        try standing.sorted { ($0.key.kind, $0.key.id) < ($1.key.kind, $1.key.id) }.map { name, standing in
            EntityRow(
                kind: name.kind, id: name.id, version: versions[name] ?? 1, operatorID: standing.operatorID,
                value: try (standing.state.value ?? .null).canonicalBytes(), changedAt: standing.changedAt)
        }
    }
}
