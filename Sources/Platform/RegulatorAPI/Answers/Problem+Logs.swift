import ServerKit
import SourceData

/// Refusals about logs and dossiers.
extension Problem {
    static func unknownLog(_ known: [String]) -> Problem {
        Problem(
            status: 404, code: "unknown-log", title: "There is no such log", detail: "Known are \(known.joined(separator: ", ")).")
    }

    static func rangeTooLarge(_ limit: Int) -> Problem {
        Problem(
            status: 422, code: "range-too-large", title: "The records are too many for one answer",
            detail: "An answer may have \(limit) bytes. Ask for shorter spans of time.")
    }

    static func formatNotOffered(_ offered: [String]) -> Problem {
        Problem(
            status: 406, code: "not-acceptable", title: "There is no such form of this resource",
            detail: "Offered are \(offered.joined(separator: ", ")).")
    }
}
