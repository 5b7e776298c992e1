import GRDB

/// Plays the planned sessions of one licence in time order and writes what happens.
///
/// Memory holds the sessions of the month but the rounds of one day only.
struct LicenceSimulation {
    let licence: Licence
    let planner: SessionPlanner
    let ledger: Ledger
    let records: RoundRecords
    var players: [PlayerState]
    /// In order of their start.
    let sessions: [PlannedSession]
    var chain: DrawChain
    var chance: SeededGenerator
    /// In minor units.
    var jackpotPool = Calibration.jackpotSeed * Calibration.unitsPerMinorUnit
    var live: [Int: LiveSession] = [:]
    /// Contributions since the last event of the jackpot, in 10⁻¹⁰ major units.
    var contributed: Int64 = 0
    var rounds = 0
    var record = PlayRecord()
    /// What the licence owes at the end of each day played: balances, withdrawals not yet paid, the jackpot; in minor units.
    var owed: [Int64] = []

    /// A session that has begun.
    struct LiveSession {
        let id: String
        let balanceStart: Int64
        var played = 0
    }

    /// Plays the month; calls `dayDone` with the rounds so far after each day.
    mutating func run(dayDone: (Int) throws -> Void) throws {
        var next = 0
        // A round's start as milliseconds of the month in the upper half, its session in the lower: one number to sort by.
        var keys: [UInt64] = []
        let first = planner.month.lowerBound
        try begin(at: first)
        for end in planner.dayStarts.dropFirst() {
            while next < sessions.count, sessions[next].start < end {
                let session = sessions[next]
                for round in 0..<session.rounds {
                    keys.append(UInt64(session.start - first + Int64(round) * session.step) << 32 | UInt64(next))
                }
                next += 1
            }
            keys.sort()
            let limit = UInt64(end - first) << 32
            let due = keys.firstIndex { $0 >= limit } ?? keys.count
            for position in 0..<due {
                try playRound(of: Int(keys[position] & 0xffff_ffff), at: first + Int64(keys[position] >> 32))
            }
            keys.removeFirst(due)
            try close(dayEndingAt: end)
            try dayDone(rounds)
        }
        for position in players.indices {
            try settleHold(of: position, before: planner.month.upperBound)
        }
    }

    private func begin(at time: Int64) throws {
        try ledger.addRNGEvent("START", drawsSinceSeed: 0, at: time)
        let commitment = Digest.hex(of: "commitment\n\(licence.id)\n\(chain.nextNumber)")
        try ledger.addRNGEvent("SEED", drawsSinceSeed: 0, commitment: commitment, at: time)
        try ledger.addJackpotEvent("SEED", jackpotPool, after: jackpotPool, at: time)
    }

    private mutating func close(dayEndingAt end: Int64) throws {
        try noteContributions(at: end - 1)
        try ledger.addRNGEvent("HEALTH_PASS", drawsSinceSeed: chain.nextNumber - 1, at: end - 1)
        let balances = players.reduce(into: Int64(0)) { sum, player in
            sum += player.cash.balance
            if let hold = player.hold, hold.dueAt >= end || hold.isCancelled { sum += hold.amount }
        }
        owed.append(balances + jackpotPool / Calibration.unitsPerMinorUnit + 1)
    }

    /// Writes the contributions that no event has told of yet.
    private mutating func noteContributions(at time: Int64) throws {
        guard contributed > 0 else { return }
        try ledger.addJackpotEvent("CONTRIBUTION_DAY", contributed, after: jackpotPool, at: time)
        contributed = 0
    }

    private mutating func playRound(of session: Int, at time: Int64) throws {
        let planned = sessions[session]
        let player = planned.player
        // Whatever happens before a round is stamped within the half second before it, in this order.
        if players[player].hold != nil { try settleHold(of: player, before: time - 500) }
        if live[session] == nil { try begin(session, planned, at: time) }
        let isBonus = players[player].grant != nil && players[player].bonus.balance >= planned.stake
        if !isBonus, players[player].cash.balance < planned.stake {
            try deposit(to: player, stake: planned.stake, at: time - 200)
        }
        let settledAt = time + planned.settling
        try settle(draw(planned, session: session, isBonus: isBonus, at: time, settledAt: settledAt), planned, isBonus: isBonus)
        rounds += 1
        if isBonus { try wager(planned.stake, by: player, at: settledAt) }
        live[session]?.played += 1
        if live[session]?.played == planned.rounds { try end(session, planned, at: settledAt) }
    }

    /// Draws the outcome of a round and writes its draws.
    private mutating func draw(
        _ planned: PlannedSession, session: Int, isBonus: Bool, at time: Int64, settledAt: Int64
    ) throws -> PlayedRound {
        let game = GameCatalogue.games[planned.game]
        let bet = game.bets[planned.bet]
        let random = Int64(bitPattern: chance.next())
        let isVoided = chance.below(Calibration.roundsPerVoid) == 0
        let main = chain.draw(below: bet.paytable.range, at: time)
        try ledger.addDraw(main, range: bet.paytable.range, roundRandom: random, at: time)
        record.note(main, range: bet.paytable.range)
        var draws: Int64 = 1
        var jackpot: Int64 = 0
        var contribution: Int64 = 0
        if game.isProgressive, !isBonus {
            let trigger = chain.draw(below: Calibration.jackpotOdds, at: time)
            try ledger.addDraw(trigger, range: Calibration.jackpotOdds, roundRandom: random, at: time)
            record.note(trigger, range: Calibration.jackpotOdds)
            draws = 2
            if !isVoided {
                contribution = planned.stake * Calibration.contributionPerMinorUnit
                jackpotPool += contribution
                contributed += contribution
                // Paid in whole minor units; the fraction stays for the next winner.
                if trigger.value == 0 { jackpot = jackpotPool / Calibration.unitsPerMinorUnit }
            }
            if jackpot > 0 {
                try noteContributions(at: time)
                let (paid, seed) = (jackpot * Calibration.unitsPerMinorUnit, Calibration.jackpotSeed * Calibration.unitsPerMinorUnit)
                jackpotPool -= paid
                try ledger.addJackpotEvent("WIN", paid, after: jackpotPool, at: time, roundRandom: random)
                jackpotPool += seed
                try ledger.addJackpotEvent("RESEED", seed, after: jackpotPool, at: time)
            }
        }
        let prize = isVoided ? nil : bet.paytable.prize(for: main.value)
        let win = prize.map { planned.stake * $0.tenfold / 10 } ?? 0
        let purse = isBonus ? players[planned.player].bonus : players[planned.player].cash
        let count: Int64 = 1 + (win > 0 ? 1 : 0) + (jackpot > 0 ? 1 : 0) + (isVoided ? 1 : 0)
        return PlayedRound(
            random: random, player: planned.player, sessionID: live[session]?.id ?? "", versionID: game.versionID, startedAt: time,
            settledAt: settledAt, isVoided: isVoided, isBonus: isBonus, stake: planned.stake, win: win, contribution: contribution,
            jackpot: jackpot, outcome: isVoided ? "VOID" : prize?.code ?? "LOSS", value: main.value, bet: bet.code,
            firstDraw: main.number, draws: draws, balance: purse.balance, sequence: purse.sequence + 1,
            transaction: ledger.reserveTransactions(count))
    }

    /// Writes a round and moves its money.
    private mutating func settle(_ round: PlayedRound, _ planned: PlannedSession, isBonus: Bool) throws {
        try records.add(round)
        let change = round.win + round.jackpot - (round.isVoided ? 0 : round.stake)
        let count: Int64 = 1 + (round.win > 0 ? 1 : 0) + (round.jackpot > 0 ? 1 : 0) + (round.isVoided ? 1 : 0)
        if isBonus {
            players[round.player].bonus.balance += change
            players[round.player].bonus.sequence += count
        } else {
            players[round.player].cash.balance += change
            players[round.player].cash.sequence += count
            let hold = 1 - GameCatalogue.games[planned.game].bets[planned.bet].paytable.returnToPlayer
            players[round.player].bonusBudget += Double(round.stake) * hold * Calibration.bonusShare
        }
        record.note(round)
        let lastAt = count > 1 ? round.settledAt : round.startedAt
        players[round.player].lastMovedAt = max(players[round.player].lastMovedAt ?? lastAt, lastAt)
        players[round.player].lastStakeAt = round.startedAt
        players[round.player].quietFrom = round.settledAt
    }

    private mutating func begin(_ session: Int, _ planned: PlannedSession, at time: Int64) throws {
        let player = planned.player
        players[player].lastLoginAt = time - 1000
        let week = Int((time - planner.month.lowerBound) / (7 * 86_400_000))
        if week > players[player].week {
            players[player].week = week
            if chance.happens(Calibration.habitualDeposits) {
                try deposit(to: player, stake: planned.stake, at: time - 400)
            }
        }
        if let grant = players[player].grant, grant.expiresAt <= time { try expire(grant, of: player, at: time - 350) }
        let units = Int64(players[player].bonusBudget) / Calibration.bonusUnit
        if players[player].grant == nil, units > 0 {
            try grant(units * Calibration.bonusUnit, to: player, at: time - 300)
        }
        live[session] = LiveSession(id: ledger.newID(at: time), balanceStart: players[player].cash.balance)
    }

    private mutating func end(_ session: Int, _ planned: PlannedSession, at time: Int64) throws {
        guard let finished = live.removeValue(forKey: session) else { return }
        let player = players[planned.player]
        let isTimeout = chance.happens(0.1)
        try ledger.addSession(
            SessionRow(
                id: finished.id, playerID: player.id, versionID: GameCatalogue.games[planned.game].versionID, startedAt: planned.start,
                endedAt: time, endReason: isTimeout ? "TIMEOUT" : "LOGOUT", rounds: finished.played,
                balanceStart: finished.balanceStart, balanceEnd: player.cash.balance))
        if player.plan.withdraws, !player.hasWithdrawn, player.cash.balance >= Calibration.leastWithdrawal {
            try withdraw(by: planned.player, at: time + 1000)
        }
    }
}
