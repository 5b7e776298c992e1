import HTTPTypes
import ServerKit

/// What `If-Match` (RFC 9110 §13.1.1) demands of the current version.
enum VersionCondition: Sendable, Hashable {
    case none
    /// `*`: there must be one.
    case any
    case version(Int)

    /// Throws 400 `malformed-if-match`.
    init(_ request: ServerRequest) throws(Problem) {
        guard let field = request.fields[.ifMatch] else {
            self = .none
            return
        }
        if field == "*" {
            self = .any
            return
        }
        guard field.count >= 3, field.hasPrefix("\""), field.hasSuffix("\""), let version = Int(field.dropFirst().dropLast()) else {
            throw .malformedIfMatch
        }
        self = .version(version)
    }

    /// Throws 412 `version-conflict`.
    func check(_ current: Int?) throws(Problem) {
        switch self {
        case .none: return
        case .any: if current == nil { throw .versionConflict(nil) }
        case .version(let wanted): if current != wanted { throw .versionConflict(current) }
        }
    }
}
