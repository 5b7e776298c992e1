import MessageSignatures
import ServerKit

/// Refusals of a request by webhook, in the order of the checks.
extension Problem {
    /// 401; the code is `signature-` and the rule that was broken.
    static func signature(_ error: SignatureError) -> Problem {
        Problem(
            status: 401, code: "signature-\(error.code.rawValue)", title: "The request's signature is not accepted",
            detail: error.message)
    }

    static let nonceMissing = Problem(
        status: 401, code: "signature-nonce-missing", title: "The request's signature is not accepted",
        detail: "The signature must have a nonce of 1 to 128 characters, new for each request.")

    static let lifetimeMissing = Problem(
        status: 401, code: "signature-expires-missing", title: "The request's signature is not accepted",
        detail: "The signature must have the parameters created and expires, at most 300 seconds apart.")

    static let nonceReused = Problem(
        status: 409, code: "nonce-reused", title: "The nonce was used before",
        detail: "Sign again with a new nonce; a repetition of the same request is answered as the first one was.")

    static func requestConflict(_ requestID: String) -> Problem {
        Problem(
            status: 409, code: "request-conflict", title: "Another request has this id",
            detail: "A request \(requestID) with another body was accepted before. Choose a new request_id.", pointer: "/request_id")
    }

    static func callbackNotRegistered(_ detail: String) -> Problem {
        Problem(
            status: 422, code: "callback-not-registered", title: "Files are not sent to this address", detail: detail,
            pointer: "/callback_url")
    }

    static func callbackNotProved(_ origin: String) -> Problem {
        Problem(
            status: 422, code: "callback-not-proved", title: "Nobody has proved to control this address",
            detail: "Files are sent to \(origin) once its holder has proved to control it: PUT an address there under "
                + "/regulator/callback-origins/ with an id of your choosing, answer the challenge that it is sent with its token, and ask again.",
            pointer: "/callback_url")
    }
}
