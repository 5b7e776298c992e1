import Documents
import GRDB

/// One run of the generator on one database: the reference tables, then the licences one after the other.
struct GenerationRun {
    let database: Database
    let configuration: SourceDataGenerator.Configuration
    private var daysDone = 0
    private var counts = (players: 0, sessions: 0, rounds: 0, transactions: 0, draws: 0)

    init(database: Database, configuration: SourceDataGenerator.Configuration) {
        self.database = database
        self.configuration = configuration
    }

    mutating func fill(progress: (SourceDataGenerator.Progress) throws -> Void) throws -> SourceDataGenerator.Summary {
        try addReferences()
        for licence in configuration.licences { try play(licence, progress: progress) }
        return SourceDataGenerator.Summary(
            players: counts.players, sessions: counts.sessions, rounds: counts.rounds, transactions: counts.transactions,
            draws: counts.draws)
    }

    private mutating func play(_ licence: Licence, progress: (SourceDataGenerator.Progress) throws -> Void) throws {
        let zone = try GamingZone(licence.gamingDayZone)
        let days = configuration.month.days
        let boundaries = days + days.suffix(1).map { $0.advanced(by: 1) }
        let planner = SessionPlanner(
            dayStarts: boundaries.map { zone.start(of: $0).milliseconds }, weekdays: days.map(\.isoWeekday))
        var plan = SeededGenerator(seed: configuration.seed, stream: "plan/" + licence.id)
        let population = PlannedPlayer.population(configuration.playersPerLicence, generator: &plan)
        var sessions: [PlannedSession] = []
        for (position, player) in population.enumerated() {
            sessions += planner.sessions(of: player, at: position, generator: &plan)
        }
        sessions.sort { ($0.start, $0.player) < ($1.start, $1.player) }

        let rngID = "RNG-" + licence.id
        try database.execute(
            sql: "INSERT INTO rng VALUES (?, 'SOFTWARE', 'xoshiro256** (synthetic)', NULL, 'ACTIVE')", arguments: [rngID])
        let states = try addPlayers(population, of: licence, monthStart: planner.month.lowerBound, generator: &plan)
        try database.execute(
            sql: "INSERT INTO jackpot VALUES (?, ?, 'Copper Pot', 'PROGRESSIVE', 'PROPRIETARY', ?, ?, 0.01, ?, NULL, NULL)",
            arguments: [
                licence.id + "-JP1", licence.id, licence.baseCurrency, Calibration.jackpotSeed, days.first?.description ?? "",
            ])
        let ledger = try Ledger(database, licence: licence, rngID: rngID, seed: configuration.seed)
        var simulation = LicenceSimulation(
            licence: licence, planner: planner, ledger: ledger,
            records: try RoundRecords(database, licence: licence, rngID: rngID, players: states), players: states, sessions: sessions,
            chain: DrawChain(rngID: rngID, seed: configuration.seed),
            chance: SeededGenerator(seed: configuration.seed, stream: "chance/" + licence.id))
        let daysInTotal = days.count * configuration.licences.count
        try simulation.run { rounds in
            try Task.checkCancellation()
            daysDone += 1
            try progress(
                SourceDataGenerator.Progress(
                    licence: licence.id, daysDone: daysDone, daysInTotal: daysInTotal, rounds: counts.rounds + rounds))
        }
        try noteLastSeen(simulation.players)
        let surroundings = Surroundings(
            writer: RowWriter(database: database), licence: licence, seed: configuration.seed, month: planner.month, days: days,
            dayStarts: planner.dayStarts, owed: simulation.owed, rngID: rngID, record: simulation.record,
            players: Dictionary(simulation.players.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        counts.players += population.count + (try surroundings.write())
        try noteFeeds(of: licence, zone: zone, until: planner.month.upperBound)
        counts.sessions += sessions.count
        counts.rounds += simulation.rounds
        counts.transactions += Int(ledger.transactions)
        counts.draws += Int(simulation.chain.nextNumber - 1)
    }

    private func addReferences() throws {
        for licence in configuration.licences { try licence.insert(into: database) }
        for game in GameCatalogue.games {
            try database.execute(
                sql: "INSERT INTO game VALUES (?, ?, ?, ?, 'TYPE1', ?, ?, ?, ?)",
                arguments: [
                    game.id, game.supplier, game.name, game.vertical, game.ukgcCategory, game.statedReturn, game.statedDeviation,
                    game.largestMultiple,
                ])
            try database.execute(
                sql: "INSERT INTO game_version VALUES (?, ?, ?, ?, 'MAJOR', 1735689600000, NULL)",
                arguments: [game.versionID, game.id, game.version, game.artefactDigest])
        }
    }

    /// Adds the players with their two wallets; registered one day to three years before the month.
    private func addPlayers(
        _ population: [PlannedPlayer], of licence: Licence, monthStart: Int64, generator: inout SeededGenerator
    ) throws -> [PlayerState] {
        var states: [PlayerState] = []
        for (position, plan) in population.enumerated() {
            let registeredAt = monthStart - 86_400_000 * (1 + generator.below(1095)) - generator.below(86_400_000)
            func id(_ leg: Identifier.Leg) -> String {
                Identifier.text(at: registeredAt, leg: leg, random: Int64(bitPattern: generator.next()))
            }
            let state = PlayerState(plan: plan, id: id(.round), cashWallet: id(.stake), bonusWallet: id(.win))
            let (country, region) = licence.home(generator.fraction())
            try database.execute(
                sql: "INSERT INTO player VALUES (?, ?, ?, ?, ?, ?, ?, 'ACTIVE', ?, ?, ?, ?, ?, NULL, NULL, NULL, NULL)",
                arguments: [
                    state.id, licence.id, "P" + String(100_000 + position), registeredAt,
                    birthday(isYoung: plan.isYoung, generator: &generator), country, region, registeredAt,
                    plan.rounds > 10_000 ? "HIGH" : plan.rounds > 3000 ? "MEDIUM" : "LOW", licence.baseCurrency, plan.isTest,
                    plan.rounds > 15_000,
                ])
            for (wallet, kind) in [(state.cashWallet, "CASH"), (state.bonusWallet, "BONUS")] {
                try database.execute(
                    sql: "INSERT INTO wallet VALUES (?, ?, ?, ?, ?)",
                    arguments: [wallet, licence.id, state.id, kind, licence.baseCurrency])
            }
            states.append(state)
        }
        return states
    }

    /// The generated data are all there will be: complete and closed, and known to be empty from the quarter before on.
    private func noteFeeds(of licence: Licence, zone: GamingZone, until end: Int64) throws {
        let (year, month, _) = configuration.month.days[0].components
        let quarter = (month - 1) / 3 * 3 + 1
        let start = quarter == 1 ? GamingDay(year: year - 1, month: 10, day: 1) : GamingDay(year: year, month: quarter - 3, day: 1)
        for feed in Feed.allCases {
            try database.execute(
                sql: "INSERT INTO feed_watermark VALUES (?, ?, ?, ?, 1)",
                arguments: [feed.rawValue, licence.id, zone.start(of: start ?? configuration.month.days[0]).milliseconds, end])
        }
    }

    private func noteLastSeen(_ players: [PlayerState]) throws {
        for player in players {
            try database.execute(
                sql: "UPDATE player SET last_login_at = ?, last_stake_at = ? WHERE player_id = ?",
                arguments: [player.lastLoginAt, player.lastStakeAt, player.id])
        }
    }

    /// Of age throughout the month: 18 to 24, or 25 to 74.
    private func birthday(isYoung: Bool, generator: inout SeededGenerator) -> String {
        let age = isYoung ? 18 + generator.below(6) : 25 + generator.below(49)
        let first = configuration.month.days[0]
        // A year of 366 days on top, so that nobody has to wait for a birthday; at most 24 and a day short of 25.
        return first.advanced(by: -Int(age) * 366 - Int(generator.below(300)) - 1).description
    }
}
