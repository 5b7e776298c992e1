import AuditTrail
import Documents
import ServerKit

/// A change of an entity that somebody asked for, as it is carried out at once or kept until a second officer agrees.
struct EntityOrder: Sendable, Hashable {
    /// What is to happen.
    enum Step: Sendable, Hashable {
        /// The entity gets this value, whether there is one already or not.
        case put(Node)
        /// The entity's state becomes this.
        case move(String)
        /// The entity is taken away.
        case delete
    }

    let kind: String
    let id: String
    let step: Step
    /// In the words of who asked.
    let reason: String

    init(kind: String, id: String, step: Step, reason: String) {
        self.kind = kind
        self.id = id
        self.step = step
        self.reason = reason
    }

    /// Reads what `document` gave; nil when it was not written by this type.
    init?(_ document: Node) {
        guard let kind = document["entity"]?.string, let id = document["id"]?.string, let reason = document["reason"]?.string else {
            return nil
        }
        switch document["step"]?.string {
        case "put":
            guard let value = document["value"] else { return nil }
            step = .put(value)
        case "move":
            guard let state = document["value"]?.string else { return nil }
            step = .move(state)
        case "delete": step = .delete
        default: return nil
        }
        self.kind = kind
        self.id = id
        self.reason = reason
    }

    /// Members `entity`, `id`, `step`, `value`, `reason`.
    var document: Node {
        let (word, value): (String, Node) =
            switch step {
            case .put(let value): ("put", value)
            case .move(let state): ("move", .string(state))
            case .delete: ("delete", .null)
            }
        return .object([
            ("entity", .string(kind)), ("id", .string(id)), ("step", .string(word)), ("value", value), ("reason", .string(reason)),
        ])
    }

    /// Whom the change is about: the same before and after it.
    func subject(_ before: Node?) -> AuditSubject {
        if case .put(let value) = step { return EntityCatalogue.subject(of: value) }
        return before.map(EntityCatalogue.subject) ?? .own
    }

    /// The value after the step; nil when there is none any more.
    /// - Parameter course: the legal steps of the entity's state.
    /// - Throws: 404 when there is nothing to move or delete, 409 `illegal-state` or `player-fixed`.
    func result(from before: Node?, course: StateCourse?) throws(Problem) -> Node? {
        switch step {
        case .put(let value):
            if let before {
                try course?.check(from: before, to: value)
                guard before["player_id"] == value["player_id"] else { throw .playerFixed }
            }
            return value
        case .move(let state):
            guard let before, let course else { throw .unknownObject }
            if before[course.member]?.string == state { throw .illegalState(state, state, legal: course.steps[state] ?? []) }
            let after = before.setting(course.member, .string(state))
            try course.check(from: before, to: after)
            return after
        case .delete:
            guard before != nil else { throw .unknownObject }
            return nil
        }
    }
}
