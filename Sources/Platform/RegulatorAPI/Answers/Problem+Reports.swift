import HTTPTypes
import Reporting
import ServerKit

/// Refusals about reports.
extension Problem {
    static func unknownPeriod(_ text: String) -> Problem {
        Problem(
            status: 404, code: "unknown-period", title: "There is no such period",
            detail: "Expected a day 2026-10-15, week 2026-W42, month 2026-10, quarter 2026-Q4 or half-year 2026-H2.")
    }

    static let unknownTemplate = Problem(
        status: 404, code: "unknown-template", title: "There is no such report",
        detail: "No template has this id or name.")

    static let unknownLicence = Problem(
        status: 404, code: "unknown-licence", title: "There is no such licence",
        detail: "The caller has no licence with this id.")

    static let noReport = Problem(
        status: 404, code: "no-report", title: "There is no such report",
        detail: "No report of this template was made for the period and the caller's licences.")

    static func licenceRequired(_ licences: [String]) -> Problem {
        Problem(
            status: 400, code: "licence-required", title: "Several licences have this report",
            detail: "Add ?licence= with one of \(licences.joined(separator: ", ")).")
    }

    static func rangeNotSatisfiable(_ count: Int) -> Problem {
        Problem(
            status: 416, code: "range-not-satisfiable", title: "The document has no such bytes",
            detail: "The document has \(count) bytes.", fields: [.contentRange: "bytes */\(count)"])
    }

    static func notAcceptable(_ offered: [String]) -> Problem {
        Problem(
            status: 406, code: "not-acceptable", title: "The report is not written in any format that is accepted",
            detail: "Offered are \(offered.joined(separator: ", ")).")
    }
}
