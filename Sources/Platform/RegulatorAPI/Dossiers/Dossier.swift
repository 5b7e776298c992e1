import Documents
import SourceData

/// Everything that the operator knows of one player, as a regulator reads it: who it is, wallets, and each kind of record in pages.
///
/// Each part has at most so many records as a page has, oldest first, and says where the next page begins: so that an answer does not grow
/// with the years. Consents are not among the operator's data.
struct Dossier: Sendable {
    /// A part's first or next records.
    struct Part: Sendable {
        let name: String
        let records: [SourceRecord]
        /// The cursor of the page that follows; nil when there is none.
        let next: String?

        /// The name as members have it, snake_case.
        var memberName: String { name.replacing("-", with: "_") }
    }

    let subject: DossierSubject
    let madeAt: Timestamp
    let parts: [Part]

    /// Records in all parts, and one for the player.
    var rowCount: Int { parts.reduce(1) { $0 + $1.records.count } }

    /// As `rowCount`, without the records of suspicions: what may be told to whoever must not know of them.
    var openRowCount: Int { parts.reduce(1) { $0 + ($1.name == RecordLog.suspicion.name ? 0 : $1.records.count) } }

    /// The names of the parts that a reader may ask for.
    static func partNames(_ restricted: RestrictedColumns) -> [String] {
        RecordLog.dossier.filter { restricted == .shown || $0.name != RecordLog.suspicion.name }.map(\.name)
    }

    /// Members: `player_id`, `licence_id`, `made_at`, `identity`, `wallets`, `parts` (an object, each part with `rows` and `next`).
    var node: Node {
        .object([
            ("player_id", .string(subject.account.position.key)), ("licence_id", .string(subject.licence)),
            ("made_at", .string(madeAt.description)), ("identity", identity), ("wallets", .array(subject.wallets.map(Self.wallet))),
            (
                "parts",
                .object(
                    parts.map { part in
                        (
                            part.memberName,
                            .object([
                                ("rows", .array(part.records.map(\.node))), ("next", part.next.map { .string($0) } ?? .null),
                            ])
                        )
                    })
            ),
        ])
    }

    private var identity: Node {
        let person: Node =
            subject.person.map { person in
                .object(person.values.map { ($0.column, .string($0.value)) })
            } ?? .null
        return .object(
            subject.account.members.map { ($0.name, $0.cell.node) } + [
                ("person", person), ("erased_at", subject.erasedAt.map { .string($0.description) } ?? .null),
            ])
    }

    private static func wallet(_ wallet: DossierSubject.Wallet) -> Node {
        .object([
            ("wallet_id", .string(wallet.id)), ("kind", .string(wallet.kind)), ("balance", wallet.balance.node),
            ("changed_at", wallet.changedAt.map { .string($0.description) } ?? .null),
        ])
    }
}
