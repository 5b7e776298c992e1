package import Documents

/// One thing that was looked at before a run.
package struct Diagnosis: Sendable, Hashable {
    /// How it looked.
    package enum Outcome: String, Sendable, CaseIterable {
        case ok
        case failed
        /// Looking would change the platform, or something before it failed.
        case notChecked = "not-checked"
    }

    /// What was looked at: `identity ukgc: certificate`.
    package let subject: String
    package let outcome: Outcome
    /// What was seen, or why it was not looked at.
    package let detail: String
    /// How it is mended; nil unless it failed.
    package let remedy: String?

    /// It is as it must be.
    package static func ok(_ subject: String, _ detail: String) -> Diagnosis {
        Diagnosis(subject: subject, outcome: .ok, detail: detail, remedy: nil)
    }

    /// It is not, and a run would end with 4.
    package static func failed(_ subject: String, _ detail: String, remedy: String) -> Diagnosis {
        Diagnosis(subject: subject, outcome: .failed, detail: detail, remedy: remedy)
    }

    /// Nobody looked.
    package static func notChecked(_ subject: String, _ detail: String) -> Diagnosis {
        Diagnosis(subject: subject, outcome: .notChecked, detail: detail, remedy: nil)
    }

    /// For machines: `{subject, outcome, detail, remedy}`.
    package var node: Node {
        .object([
            ("subject", .string(subject)), ("outcome", .string(outcome.rawValue)), ("detail", .string(detail)),
            ("remedy", remedy.map { .string($0) } ?? .null),
        ])
    }
}
