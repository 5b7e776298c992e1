import HTTPTypes

/// The refusals that the server itself knows, in the order of their status.
extension Problem {
    static func malformedTarget(_ detail: String) -> Problem {
        Problem(status: 400, code: "malformed-target", title: "The request target cannot be read", detail: detail)
    }

    static let missingHost = Problem(
        status: 400, code: "malformed-host", title: "The Host field is missing or repeated",
        detail: "Send exactly one Host field that names the server (RFC 9112 §3.2).")

    static let malformedFraming = Problem(
        status: 400, code: "malformed-framing", title: "Where the body ends is in doubt",
        detail: "Send a Content-Length, or Transfer-Encoding once with chunked alone (RFC 9112 §6).", fields: [.connection: "close"])

    static func duplicateParameter(_ name: String) -> Problem {
        Problem(
            status: 400, code: "duplicate-parameter", title: "A query parameter is repeated",
            detail: "The parameter \"\(name)\" may occur once.")
    }

    static func unknownParameter(_ name: String) -> Problem {
        Problem(
            status: 400, code: "unknown-parameter", title: "A query parameter is not known here",
            detail: "The parameter \"\(name)\" is not among those this resource takes.")
    }

    static func notFound() -> Problem {
        Problem(
            status: 404, code: "not-found", title: "There is nothing at this address",
            detail: "No resource of this server has this path.")
    }

    static func methodNotAllowed(_ allowed: [String]) -> Problem {
        let list = allowed.joined(separator: ", ")
        return Problem(
            status: 405, code: "method-not-allowed", title: "The method is not allowed here",
            detail: "This resource answers to \(list).", fields: [.allow: list])
    }

    static let requestTooSlow = Problem(
        status: 408, code: "request-too-slow", title: "The request did not arrive in time",
        detail: "The body was not complete when the time for the request was over.", fields: [.connection: "close"])

    static func bodyTooLarge(_ limit: Int) -> Problem {
        Problem(
            status: 413, code: "body-too-large", title: "The body is larger than allowed",
            detail: "A body may have \(limit) bytes.", fields: [.connection: "close"])
    }

    static let unsupportedContentCoding = Problem(
        status: 415, code: "unsupported-content-coding", title: "A compressed body is not taken",
        detail: "Send the body as it is, without Content-Encoding.", fields: [.acceptEncoding: "identity", .connection: "close"])

    static let `internal` = Problem(
        status: 500, code: "internal", title: "The server failed",
        detail: "The request could not be answered; the failure is recorded under this request's id.")

    static let noTunnels = Problem(
        status: 501, code: "method-not-implemented", title: "The method is not known to this server",
        detail: "This server is no proxy: CONNECT has no meaning here.", fields: [.connection: "close"])

    static let timedOut = Problem(
        status: 503, code: "timed-out", title: "The answer was not ready in time",
        detail: "The work was stopped; nothing was promised. Try again later.", fields: [.retryAfter: "5"])
}
