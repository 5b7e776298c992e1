package import Documents

/// Who is told of incidents: a regulator, a data authority or a financial intelligence unit.
package struct Authority: Sendable, Hashable {
    /// `UKGC`, `ICO` …
    package let id: String
    package let title: String
    /// The regulators for whose licences it is told; itself for a regulator.
    package let regulators: Set<String>
    package let calendar: WorkingCalendar
    package let clocks: [NoticeClock]

    /// The clock of that name, or nil.
    package func clock(_ id: String) -> NoticeClock? { clocks.first { $0.id == id } }
}

/// A kind of incident, and who is told of it by which clock.
package struct IncidentType: Sendable, Hashable {
    /// How urgent an incident is, `P1` first.
    package enum Severity: String, Sendable, Hashable, CaseIterable {
        case p1 = "P1"
        case p2 = "P2"
        case p3 = "P3"
        case p4 = "P4"
    }

    /// An authority's clock that the type starts.
    package struct Duty: Sendable, Hashable {
        package let authority: String
        package let clock: String
        package let basis: Basis
        /// Notices are due only when this holds, in words for a person who decides; nil: always.
        package let condition: String?
    }

    /// `SEC-BRCH`.
    package let code: String
    package let title: String
    package let severity: Severity
    /// That a report to an intelligence unit exists must not be told to everybody who reads incidents.
    package let isConfidential: Bool
    package let duties: [Duty]
    /// The logs that show what happened: `rng`, `sessions` …
    package let logs: [String]
}

/// A notice that an incident makes due.
package struct DueNotice: Sendable, Hashable {
    package let authority: String
    package let clock: NoticeClock
    package let dueAt: Timestamp
    /// In words for a person who decides; nil: due in any case.
    package let condition: String?
}
