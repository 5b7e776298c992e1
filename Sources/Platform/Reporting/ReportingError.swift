/// Why a report cannot be made or shown.
package struct ReportingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The closed set of reasons; where a problem answer has the same reason it has the same word.
    package enum Code: String, Sendable, CaseIterable {
        /// The text is not a period, or the calendar has no such day or week.
        case unknownPeriod = "unknown-period"
        case unknownTemplate = "unknown-template"
        case unknownLicence = "unknown-licence"
        /// The template is not made for periods of this kind.
        case cadenceNotOffered = "cadence-not-offered"
        /// The template is not one of the licence's regulator.
        case regulatorNotServed = "regulator-not-served"
        /// The run has no file of this format.
        case formatNotOffered = "format-not-offered"
        /// The period's last gaming day has not ended.
        case periodNotComplete = "period-not-complete"
        /// A SQL model is missing, uses something else than `ref`, `source` and `var`, or refers to itself.
        case invalidModel = "invalid-model"
        /// A template file says something that is not understood, or contradicts another.
        case invalidTemplate = "invalid-template"
        /// The rows that a model gives do not fit the template's columns.
        case unexpectedRows = "unexpected-rows"
        /// A file is not in the vault, or not with the bytes that were put there.
        case fileDamaged = "file-damaged"
        /// The vault cannot be written or read.
        case vaultUnavailable = "vault-unavailable"
        /// Others made runs of the same report at the same time, again and again.
        case conflict = "conflict"
    }

    /// What a caller decides by.
    package let code: Code
    /// One sentence for the operator's log; may hold a path.
    package let message: String

    /// An error with its reason and a sentence about this case.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Equal by code alone: messages are for people.
    package static func == (left: ReportingError, right: ReportingError) -> Bool { left.code == right.code }

    /// The code and the message.
    package var description: String { "\(code.rawValue): \(message)" }
}
