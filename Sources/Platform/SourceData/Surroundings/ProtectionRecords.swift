import GRDB

/// Limits and hits, exclusions, register checks, interactions.
struct ProtectionRecords {
    private let around: Surroundings
    private static let day: Int64 = 86_400_000

    init(_ around: Surroundings) {
        self.around = around
    }

    func write(_ people: [Surroundings.Person]) throws {
        var generator = around.generator("protection")
        for person in people where generator.happens(Calibration.limitShare) { try limits(of: person, &generator) }
        let active = people.filter { $0.lastAt != nil }
        try exclusions(of: active, &generator)
        try interactions(with: active, &generator)
        if around.licence.regulator == "UKGC" { try registerChecks() }
    }

    /// A deposit limit set at registration above what the player deposits, half of them tightened or relaxed in the month; the
    /// relaxed one takes effect after the cooling period.
    private func limits(of person: Surroundings.Person, _ generator: inout SeededGenerator) throws {
        let value = (person.deposited / 10_000 + 2) * 10_000
        let changedAt = around.instant(&generator)
        let change = generator.below(4)
        let isRelaxed = change == 1
        let effectiveAt = isRelaxed ? changedAt + Self.day + generator.below(3_600_000) : changedAt
        let first = try limit(
            of: person, value: value, requestedAt: person.registeredAt, effectiveAt: person.registeredAt,
            supersededAt: change < 2 ? effectiveAt : nil, change: "SET", &generator)
        if change < 2 {
            _ = try limit(
                of: person, value: isRelaxed ? value * 2 : value - 5000, requestedAt: changedAt, effectiveAt: effectiveAt,
                supersededAt: nil, change: isRelaxed ? "RELAX" : "TIGHTEN", &generator)
        }
        if change == 2 {
            try around.writer.insert(
                "limit_hit", [Surroundings.id(at: changedAt, &generator), around.licence.id, first, changedAt, value + 1000, true])
        }
    }

    private func limit(
        of person: Surroundings.Person, value: Int64, requestedAt: Int64, effectiveAt: Int64, supersededAt: Int64?, change: String,
        _ generator: inout SeededGenerator
    ) throws -> String {
        let id = Surroundings.id(at: requestedAt, &generator)
        try around.writer.insert(
            "rg_limit",
            [
                id, around.licence.id, person.id, "DEPOSIT", "MONTH", value, requestedAt, effectiveAt, supersededAt, change, "PLAYER",
            ])
        return id
    }

    /// Exclusions begin after the player's last movement and last beyond the month; time-outs lie before the month.
    private func exclusions(of people: [Surroundings.Person], _ generator: inout SeededGenerator) throws {
        let count = Surroundings.count(expecting: Double(people.count) * Calibration.exclusionShare, &generator)
        let candidates = people.filter { ($0.lastAt ?? 0) < around.month.upperBound - Self.day }
        for person in Surroundings.some(count, of: candidates, &generator) {
            let room = around.month.upperBound - 60_000 - ((person.lastAt ?? 0) + 60_000)
            let at = (person.lastAt ?? 0) + 60_000 + generator.below(room)
            let isNational = around.licence.regulator == "UKGC" && generator.happens(0.3)
            try exclusion(
                of: person, kind: isNational ? "NATIONAL" : "SELF", register: isNational ? "GAMSTOP" : "NONE", at: at, days: 183,
                &generator)
            try around.writer.database.execute(
                sql: "UPDATE player SET status = 'SELF_EXCLUDED', status_since = ? WHERE player_id = ?", arguments: [at, person.id])
            try around.writer.insert(
                "player_status_event",
                [
                    Surroundings.id(at: at, &generator), around.licence.id, person.id, at, "ACTIVE", "SELF_EXCLUDED", "EXCLUSION", "system",
                ])
        }
        for person in people where person.registeredAt < around.month.lowerBound - 40 * Self.day && generator.happens(0.1) {
            let at = around.month.lowerBound - 30 * Self.day
            try exclusion(of: person, kind: "TIME_OUT", register: "NONE", at: at, days: 7, isOver: true, &generator)
        }
    }

    private func exclusion(
        of person: Surroundings.Person, kind: String, register: String, at: Int64, days: Int64, isOver: Bool = false,
        _ generator: inout SeededGenerator
    ) throws {
        let end = at + days * Self.day
        try around.writer.insert(
            "exclusion",
            [
                Surroundings.id(at: at, &generator), around.licence.id, person.id, kind, register, at, at, end, isOver ? end : nil, nil, 0,
            ])
    }

    private func interactions(with people: [Surroundings.Person], _ generator: inout SeededGenerator) throws {
        let expected = Double(people.count) * Calibration.interactionsPerActive
        let count = Surroundings.count(expecting: expected, atLeast: 1, &generator)
        for _ in 0..<count where !people.isEmpty {
            let person = people[Int(generator.below(Int64(people.count)))]
            let at = around.instant(&generator)
            let isAutomated = generator.happens(Calibration.automatedShare)
            try around.writer.insert(
                "interaction",
                [
                    Surroundings.id(at: at, &generator), around.licence.id, person.id, at,
                    ["TIME_SPENT", "DEPOSIT_PATTERN", "CHASING"][Int(generator.below(3))],
                    isAutomated ? "IN_PRODUCT" : ["EMAIL", "CHAT", "PHONE"][Int(generator.below(3))], isAutomated,
                    isAutomated ? "INFORM" : "SET_LIMIT", at + 14 * Self.day, generator.happens(0.6) ? "REDUCED" : "UNCHANGED",
                ])
        }
    }

    /// One check at each login, none of which found the player.
    private func registerChecks() throws {
        try around.writer.database.execute(
            sql: """
                INSERT INTO register_check
                SELECT 'check-' || l.login_id, l.licence_id, 'GAMSTOP', l.player_id,
                    l.started_at - 500, 'LOGIN', 'NOT_FOUND', 20 + l.started_at % 180, NULL
                FROM login_session l WHERE l.licence_id = ?
                """, arguments: [around.licence.id])
    }
}
