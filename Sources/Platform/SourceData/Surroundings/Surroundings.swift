import GRDB

/// Everything about a licence's month beside play and payments: people, checks, protection, funds, operations.
///
/// It is written after the play, from streams of its own: whatever changes here leaves rounds and transactions as they are.
/// What it says agrees with them; the invariants hold over both.
struct Surroundings {
    /// A player as the tables know him after the month.
    struct Person {
        let id: String
        let registeredAt: Int64
        let isTest: Bool
        let country: String
        let dateOfBirth: String
        /// When money last moved; nil when it never did.
        let lastAt: Int64?
        /// Deposits and withdrawals paid in the month, in the order of their transactions.
        let transfers: [PlayerState.Transfer]

        /// Deposits of the month in minor units.
        var deposited: Int64 { transfers.reduce(0) { $0 + ($1.isDeposit ? $1.amount : 0) } }
    }

    let writer: RowWriter
    let licence: Licence
    let seed: UInt64
    /// The month's instants in milliseconds.
    let month: Range<Int64>
    let days: [GamingDay]
    /// The first instants of the days and, last, of the month that follows.
    let dayStarts: [Int64]
    /// What the licence owes its players at the end of each day, jackpots included, in minor units.
    let owed: [Int64]
    let rngID: String
    let record: PlayRecord
    /// Those who could play, by id.
    let players: [String: PlayerState]

    private static let day: Int64 = 86_400_000

    /// Writes all of it; returns how many players were added.
    func write() throws -> Int {
        let known = try people()
        let newcomers = try addNewcomers(after: known.count)
        let everybody = known + newcomers
        try PeopleRecords(self).write(everybody)
        try DueDiligence(self).write(everybody.filter { !$0.isTest })
        try ProtectionRecords(self).write(known.filter { !$0.isTest })
        try ComplaintRecords(self).write(known.filter { !$0.isTest })
        try FundsRecords(self).write()
        try GameRecords(self).write()
        try OperationsRecords(self).write(players: known.count)
        return newcomers.count
    }

    func generator(_ label: String) -> SeededGenerator { SeededGenerator(seed: seed, stream: label + "/" + licence.id) }

    /// How many times something happens that is expected so often, on average exactly that; at least `floor`, so that a small
    /// data set shows each table with a row.
    static func count(expecting mean: Double, atLeast floor: Int = 0, _ generator: inout SeededGenerator) -> Int {
        let whole = Int(mean)
        return max(floor, whole + (generator.happens(mean - Double(whole)) ? 1 : 0))
    }

    static func id(at milliseconds: Int64, _ generator: inout SeededGenerator) -> String {
        Identifier.text(at: milliseconds, leg: .other, random: Int64(bitPattern: generator.next()))
    }

    /// An instant of the month.
    func instant(_ generator: inout SeededGenerator) -> Int64 { month.lowerBound + generator.below(month.upperBound - month.lowerBound) }

    /// The gaming day of an instant of the month.
    func day(of instant: Int64) -> GamingDay {
        days[max(0, (dayStarts.firstIndex { $0 > instant } ?? days.count) - 1).clamped(to: days.count - 1)]
    }

    /// Some of the people, each at most once.
    static func some(_ count: Int, of people: [Person], _ generator: inout SeededGenerator) -> [Person] {
        Array(people.shuffled(using: &generator).prefix(count))
    }

    private func people() throws -> [Person] {
        try Row.fetchAll(
            writer.database,
            sql: "SELECT player_id, registered_at, is_test, country, dob FROM player WHERE licence_id = ? ORDER BY player_ref",
            arguments: [licence.id]
        ).map { row in
            let state = players[row["player_id"]]
            return Person(
                id: row["player_id"], registeredAt: row["registered_at"], isTest: row["is_test"], country: row["country"],
                dateOfBirth: row["dob"], lastAt: state?.lastMovedAt, transfers: state?.transfers ?? [])
        }
    }

    /// Adds those who register in the month and do not play yet.
    private func addNewcomers(after known: Int) throws -> [Person] {
        var generator = generator("newcomers")
        let count = Self.count(expecting: Double(known) * Calibration.newcomerShare, atLeast: 1, &generator)
        return try (0..<count).map { position in
            let at = instant(&generator)
            let (country, region) = licence.home(generator.fraction())
            let born = days[0].advanced(by: -366 * Int(18 + generator.below(50)) - Int(generator.below(300)) - 1).description
            let person = Person(
                id: Self.id(at: at, &generator), registeredAt: at, isTest: false, country: country, dateOfBirth: born, lastAt: nil,
                transfers: [])
            try writer.insert(
                "player",
                [
                    person.id, licence.id, "P" + String(100_000 + known + position), at, born, country, region, "ACTIVE", at, "LOW",
                    licence.baseCurrency, false, false, nil, nil, nil, nil,
                ])
            for kind in ["CASH", "BONUS"] {
                try writer.insert("wallet", [Self.id(at: at, &generator), licence.id, person.id, kind, licence.baseCurrency])
            }
            return person
        }
    }
}

extension Int {
    fileprivate func clamped(to limit: Int) -> Int { Swift.min(self, limit) }
}

extension Licence {
    /// Where a player of the licence lives, by a share from 0 to 1.
    func home(_ share: Double) -> (country: String, region: String) {
        switch regulator {
        case "UKGC": share < 0.96 ? ("GB", "GB") : share < 0.99 ? ("GB", "NI") : ("JE", "CROWN_DEP")
        case "MGA": share < 0.3 ? ("MT", "MT") : share < 0.7 ? ("DE", "OTHER") : ("FI", "OTHER")
        default: share < 0.6 ? ("CA", "OTHER") : ("BR", "OTHER")
        }
    }
}
