import AuditTrail
import Documents
import Requests
import ServerKit

/// A kind of thing that the operator configures or keeps, as `/operator/{kind}/{id}` takes it.
///
/// A conformer reads its value strictly and keeps nothing that names a person: players appear by their pseudonym, documents by their
/// SHA-256. What is stored and hashed is the canonical form of `document`.
protocol OperatorEntity: Sendable {
    /// The word in the address, in snake_case.
    static var kind: String { get }
    /// The steps that the entity's state may take; nil where it has none.
    static var course: StateCourse? { get }
    /// Whether an entity may be taken away; its history stays.
    static var isDeletable: Bool { get }
    /// Whether a second officer must agree before a change is made.
    static var needsApproval: Bool { get }

    /// The value in the order of the API's description.
    var document: Node { get }

    /// Reads the member `value`; throws 400 with the pointer of what is not right.
    init(_ reader: ObjectReader) throws(Problem)
}

extension OperatorEntity {
    static var course: StateCourse? { nil }
    static var isDeletable: Bool { true }
    static var needsApproval: Bool { false }
}

/// The legal steps of the member that tells an entity's state.
struct StateCourse: Sendable, Hashable {
    /// The member's name.
    let member: String
    /// Each state with those that may follow it; a state that nothing follows is final.
    let steps: [String: [String]]

    /// All states in alphabetical order.
    var states: [String] { steps.keys.sorted() }

    /// Throws 409 `illegal-state` unless a value may become another.
    func check(from before: Node, to after: Node) throws(Problem) {
        guard let old = before[member]?.string, let new = after[member]?.string, old != new else { return }
        let legal = steps[old] ?? []
        guard legal.contains(new) else { throw .illegalState(old, new, legal: legal) }
    }
}

/// The kinds that are served.
enum EntityCatalogue {
    static let kinds: [any OperatorEntity.Type] = [
        BonusRule.self, Flag.self, Game.self, KYCStatus.self, Payment.self, PlayerLimit.self, RetentionRule.self,
    ]

    static func kind(_ name: String) -> (any OperatorEntity.Type)? { kinds.first { $0.kind == name } }

    /// Whom a value of whatever kind is about: the player that it names, else the operator's offer to all.
    static func subject(of value: Node) -> AuditSubject { value["player_id"]?.string.map { .player($0) } ?? .operation }
}
