package import Documents
package import ServerKit

/// Refusals of what a body says, in the order in which a body is read.
extension Problem {
    package static let notJSON = Problem(
        status: 415, code: "unsupported-media-type", title: "The body's type is not taken here",
        detail: "Send the body as application/json.")

    /// 400: the body is no JSON.
    package static func malformedJSON(_ detail: String) -> Problem {
        Problem(status: 400, code: "malformed-json", title: "The body is not JSON", detail: detail)
    }

    /// `detail` says what is expected there.
    package static func invalidMember(_ pointer: JSONPointer, _ detail: String) -> Problem {
        Problem(
            status: 400, code: "invalid-member", title: "A member of the body is not right", detail: detail, pointer: pointer.description)
    }

    /// 400: the body has a member that nobody knows.
    package static func unknownMember(_ pointer: JSONPointer) -> Problem {
        Problem(
            status: 400, code: "unknown-member", title: "A member of the body is not known here",
            detail: "Leave the member out; nothing that is sent is ignored.", pointer: pointer.description)
    }
}
