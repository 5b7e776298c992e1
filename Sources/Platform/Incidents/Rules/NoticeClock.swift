package import Documents

/// How long an authority may wait for a notice, counted from when the operator became aware.
package enum NoticeTerm: Sendable, Hashable {
    /// Until the end of that working day after the day of awareness, 1 to 366.
    case workingDays(Int)
    /// So many hours by the clock, weekends and holidays included, 1 to 8784.
    case hours(Int)

    /// The last moment at which a notice is in time.
    package func due(after aware: Timestamp, in calendar: WorkingCalendar) -> Timestamp {
        switch self {
        case .workingDays(let count): calendar.end(ofWorkingDay: count, after: aware)
        case .hours(let count): aware.advanced(by: .seconds(Int64(count) * 3600))
        }
    }
}

/// How well it is known that a term applies.
package enum Basis: String, Sendable, Hashable, CaseIterable {
    /// Read in the authority's own rules or a report of them.
    case confirmed
    /// From general knowledge, to be verified.
    case belief
    /// Set by this project where the rules name no number.
    case project
}

/// A duty to tell an authority: its name, its clause, its term.
package struct NoticeClock: Sendable, Hashable {
    /// Kebab-case, unique for its authority.
    package let id: String
    package let title: String
    /// The clause it rests on.
    package let clause: String
    package let term: NoticeTerm
    /// What the duty rests on.
    package let basis: Basis
    /// What the number of the term rests on.
    package let termBasis: Basis
}
