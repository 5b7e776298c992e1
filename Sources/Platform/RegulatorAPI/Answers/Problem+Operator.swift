import Documents
import HTTPTypes
import ServerKit

/// Refusals about the operator's entities, the audit trail and the tools of the sandbox.
extension Problem {
    static let auditUnavailable = Problem(
        status: 503, code: "audit-unavailable", title: "The audit trail cannot be written",
        detail: "Nothing was changed and nothing is shown that could not be recorded. Try again later.", fields: [.retryAfter: "5"])

    static let unknownObject = Problem(
        status: 404, code: "unknown-object", title: "There is no such object", detail: "The caller has no object with this id.")

    static func versionConflict(_ current: Int?) -> Problem {
        Problem(
            status: 412, code: "version-conflict", title: "The object has another version",
            detail: current.map { "The current version is \($0)." } ?? "There is no such object yet.")
    }

    static func illegalState(_ old: String, _ new: String, legal: [String]) -> Problem {
        Problem(
            status: 409, code: "illegal-state", title: "The object's state does not allow this",
            detail: "From \(old) there is no step to \(new); "
                + (legal.isEmpty ? "the state is final." : "legal are: \(legal.joined(separator: ", "))."))
    }

    static let playerFixed = Problem(
        status: 409, code: "player-fixed", title: "The object is another player's",
        detail: "What belongs to one player cannot become another's: make a new object.", pointer: "/value/player_id")

    static func retentionRuns(until end: Timestamp) -> Problem {
        Problem(
            status: 409, code: "retention-runs", title: "Records of the player must be kept",
            detail: "They may be erased from \(end) on, when nothing is added until then.")
    }

    static let sameOfficer = Problem(
        status: 403, code: "same-officer", title: "A second officer must decide",
        detail: "Who asked for a change cannot also agree to it.")

    static func approvalDecided(_ state: String) -> Problem {
        Problem(
            status: 409, code: "approval-decided", title: "The change was decided before", detail: "The approval is \(state) for good.")
    }

    static let approvalStale = Problem(
        status: 409, code: "approval-stale", title: "The object has changed since the change was asked for",
        detail: "Ask for the change anew, against the current version.")

    static let malformedIfMatch = Problem(
        status: 400, code: "malformed-if-match", title: "If-Match cannot be read",
        detail: #"Expected one version in quotes, as in "3", or *."#)

    static let parameterMissing = Problem(
        status: 400, code: "parameter-missing", title: "A query parameter is missing",
        detail: "The parameters entity and id are required.")

    static func invalidParameter(_ name: String, _ detail: String) -> Problem {
        Problem(status: 400, code: "invalid-parameter", title: "A query parameter is not right", detail: "\(name): \(detail)")
    }

    static func unknownFault(_ name: String, pointer: String) -> Problem {
        Problem(
            status: 400, code: "unknown-fault", title: "There is no such fault",
            detail: "No fault is named \"\(name)\"; GET this resource for the list.", pointer: pointer)
    }

    static func unknownState(_ known: [String]) -> Problem {
        Problem(
            status: 422, code: "unknown-state", title: "There is no such state",
            detail: "Known are: \(known.joined(separator: ", ")).", pointer: "/state")
    }

    static func stateNotReached(_ detail: String) -> Problem {
        Problem(
            status: 422, code: "state-not-reached", title: "The state cannot be reached", detail: detail, pointer: "/params")
    }
}
