package import Documents
package import ServerKit

/// Refusals about events, incidents and notices.
extension Problem {
    /// 409: another event was reported under the same id.
    package static func eventConflict(_ id: String) -> Problem {
        Problem(
            status: 409, code: "event-conflict", title: "Another event has this id",
            detail: "The event \(id) was reported before with other contents; report what is new under an id of its own.")
    }

    /// 400: a text that is read outside of the operator names a person.
    package static func personalData(_ pointer: JSONPointer) -> Problem {
        Problem(
            status: 400, code: "personal-data", title: "The text names a person",
            detail: "Notices hold no personal data: leave out pseudonyms, addresses, telephone and card numbers.",
            pointer: pointer.description)
    }

    static let unknownIncident = Problem(
        status: 404, code: "unknown-object", title: "There is no such object", detail: "The caller has no object with this id.")

    static func illegalMove(_ what: String, in state: String) -> Problem {
        Problem(
            status: 409, code: "illegal-state", title: "The object's state does not allow this",
            detail: "An incident that is \(state) cannot be \(what).")
    }

    static func undecided(_ notice: String) -> Problem {
        Problem(
            status: 409, code: "notice-undecided", title: "Whether a notice is due was not decided",
            detail: "Say under `conditions` whether the condition of the notice \(notice) holds.", pointer: "/conditions")
    }

    static func notConditional(_ pointer: JSONPointer) -> Problem {
        Problem(
            status: 400, code: "invalid-member", title: "A member of the body is not right",
            detail: "expected the id of a notice of this incident that waits for a decision", pointer: pointer.description)
    }

    static func noticesOpen(_ count: Int) -> Problem {
        Problem(
            status: 409, code: "notices-open", title: "Notices of the incident are not final",
            detail: "\(count) notices are neither final nor waived; send their final phase first.")
    }

    static func illegalPhase(_ phase: NoticePhase, in state: String) -> Problem {
        Problem(
            status: 409, code: "illegal-phase", title: "The notice's state does not allow this phase",
            detail: "A notice that is \(state) has no phase \(phase.rawValue) next.")
    }

    static func lateReasonRequired(_ dueAt: Timestamp) -> Problem {
        Problem(
            status: 422, code: "late-reason-required", title: "A late notice must say why",
            detail: "The notice was due at \(dueAt); say in `late_reason` why it comes later.", pointer: "/late_reason")
    }

    static func ticketFull(_ what: String, _ limit: Int) -> Problem {
        Problem(
            status: 409, code: "ticket-full", title: "The incident has as many \(what) as it may have",
            detail: "An incident has \(limit) \(what) at most.")
    }

    static let lateReasonNotExpected = Problem(
        status: 400, code: "invalid-member", title: "A member of the body is not right",
        detail: "the notice is not late: leave the reason out", pointer: "/late_reason")
}
