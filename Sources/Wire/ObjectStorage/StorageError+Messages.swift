import MessageSignatures
import Transport

extension StorageError {
    static func address(_ reason: String) -> StorageError {
        StorageError(.invalidAddress, "the bucket's address cannot be used: \(reason)")
    }

    static func request(_ reason: String) -> StorageError { StorageError(.invalidRequest, "nothing was sent: \(reason)") }

    static func credentials(_ reason: String) -> StorageError { StorageError(.invalidCredentials, reason) }

    static let cancelled = StorageError(.cancelled, "the work with the bucket was cancelled")

    static func signature(_ error: SignatureError) -> StorageError { request("it cannot be signed: \(error.message)") }

    /// The transport's own words name host and port and never a path or query.
    static func transport(_ error: TransportError, _ request: ObjectRequest) -> StorageError {
        switch error.code {
        case .cancelled: cancelled
        case .bodyTooLarge: StorageError(.answerTooLarge, "\(request.deed): \(error.message)")
        case .protocolViolation: StorageError(.unreadableAnswer, "\(request.deed): \(error.message)")
        case .unsupported: StorageError(.invalidRequest, "\(request.deed): \(error.message)")
        default: StorageError(.unreachable, "\(request.deed): \(error.message)")
        }
    }

    static func unreadable(_ reason: String) -> StorageError {
        StorageError(.unreadableAnswer, "the store's answer is not one of S3: \(reason); give the URL of an S3 endpoint")
    }

    static func tooMany(_ what: String, limit: Int) -> StorageError {
        StorageError(.answerTooLarge, "there are more than \(limit) \(what): ask for a longer prefix")
    }

    /// What the store said of a request, and what to do about it.
    static func refused(_ request: ObjectRequest, _ refusal: ServiceRefusal) -> StorageError {
        let code = Code(refusal, hasKey: request.key != nil)
        return StorageError(code, "\(request.deed): expected success, got \(refusal): \(remedy(code, request, refusal))", refusal: refusal)
    }

    private static func remedy(_ code: Code, _ request: ObjectRequest, _ refusal: ServiceRefusal) -> String {
        switch code {
        case .accessDenied: "the credentials need the permission \(request.action) there, or a lock forbids it"
        case .signatureRefused: "check key, secret and session token, the region (\(request.bucket.region)) and this machine's clock"
        case .noSuchBucket: "check the bucket's name and the endpoint"
        case .noSuchObject: "nothing is stored under that key and version"
        case .noLock: "create the bucket with Object Lock, or have its owner switch it on"
        case .alreadyThere: "what is there was left as it is; compare it with what was to be stored"
        case .conflict: "somebody else writes there; try again"
        case .busy: "try again later"
        case .damaged: "the store got other bytes than were sent; try again, and if it stays so look for a proxy that changes them"
        case .elsewhere: refusal.region.map { "the bucket is in region \($0): say so" } ?? "give the endpoint and region of the bucket"
        default: "the store's own documentation says when it does so"
        }
    }
}

extension StorageError.Code {
    /// By the code of S3 (API Reference, "List of error codes"), and by the status where there is none, as in answers to HEAD.
    init(_ refusal: ServiceRefusal, hasKey: Bool) {
        self =
            switch (refusal.code, refusal.status) {
            case ("NoSuchBucket", _): .noSuchBucket
            case ("NoSuchKey", _), ("NoSuchVersion", _): .noSuchObject
            case ("ObjectLockConfigurationNotFoundError", _), ("NoSuchObjectLockConfiguration", _): .noLock
            case ("SignatureDoesNotMatch", _), ("InvalidAccessKeyId", _), ("RequestTimeTooSkewed", _), ("ExpiredToken", _),
                ("InvalidToken", _), ("AuthorizationHeaderMalformed", _):
                .signatureRefused
            case ("BadDigest", _), ("InvalidDigest", _), ("XAmzContentSHA256Mismatch", _), ("XAmzContentChecksumMismatch", _): .damaged
            case ("ConditionalRequestConflict", _), ("OperationAborted", _): .conflict
            case ("SlowDown", _), (_, 429), (_, 500), (_, 502), (_, 503), (_, 504): .busy
            case (_, 412): .alreadyThere
            case (_, 300..<400): .elsewhere
            case (_, 401), (_, 403): .accessDenied
            case (_, 404): hasKey ? .noSuchObject : .noSuchBucket
            default: .refused
            }
    }
}
