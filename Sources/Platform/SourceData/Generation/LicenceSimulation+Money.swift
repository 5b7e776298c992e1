/// Money from and to the player: deposits, withdrawals, bonuses.
extension LicenceSimulation {
    /// A deposit of a usual amount that carries the player for a while; attempts that the provider rejects come before it.
    mutating func deposit(to position: Int, stake: Int64, at time: Int64) throws {
        var player = players[position]
        let wanted = stake * Calibration.stakesPerDeposit
        let modes = Calibration.depositModes
        let usual = modes.firstIndex { $0 >= wanted } ?? modes.count - 1
        let amount = modes[min(usual + (chance.happens(0.25) ? 1 : 0), modes.count - 1)]
        let method = chance.happens(0.7) ? "CARD" : "EWALLET"
        var requestedAt = time - 100
        while chance.happens(Calibration.rejectedShare) {
            _ = try ledger.addPayment(
                "DEPOSIT", method: method, of: player, amount: amount, status: "REJECTED", requestedAt: requestedAt, settledAt: nil,
                rejection: "DO_NOT_HONOUR")
            requestedAt -= 20_000
        }
        let payment = try ledger.addPayment(
            "DEPOSIT", method: method, of: player, amount: amount, status: "SETTLED", requestedAt: time - 50, settledAt: time)
        try ledger.post(.deposit, amount, sign: 1, in: .cash, of: &player, at: time, payment: payment)
        players[position] = player
    }

    /// Asks for most of the balance back; it is paid within a day, unless the player thinks better of it.
    mutating func withdraw(by position: Int, at time: Int64) throws {
        var player = players[position]
        player.hasWithdrawn = true
        let amount = max(Calibration.leastWithdrawal, player.cash.balance * 4 / 5 / 100 * 100)
        let dueAt = time + 1 + chance.below(86_400_000)
        let isCancelled = chance.happens(Calibration.cancelledShare)
        let isOpen = dueAt >= planner.month.upperBound
        let status = isOpen ? "PENDING" : isCancelled ? "CANCELLED" : "SETTLED"
        let payment = try ledger.addPayment(
            "WITHDRAWAL", method: "BANK_TRANSFER", of: player, amount: amount, status: status, requestedAt: time,
            settledAt: isOpen || isCancelled ? nil : dueAt)
        try ledger.post(.withdrawalHold, amount, sign: -1, in: .cash, of: &player, at: time, payment: payment)
        player.hold = PlayerState.Hold(paymentID: payment, amount: amount, dueAt: dueAt, isCancelled: isCancelled)
        players[position] = player
    }

    /// Pays a withdrawal that was due before an instant, or gives the money back when the player cancelled it.
    ///
    /// A withdrawal that falls due while a round is open is posted when the round has settled.
    mutating func settleHold(of position: Int, before limit: Int64) throws {
        var player = players[position]
        guard let hold = player.hold, hold.dueAt <= limit, hold.dueAt < planner.month.upperBound else { return }
        player.hold = nil
        try ledger.post(
            hold.isCancelled ? .withdrawalRelease : .withdrawalPaid, hold.amount, sign: hold.isCancelled ? 1 : 0, in: .cash, of: &player,
            at: max(hold.dueAt, player.quietFrom), payment: hold.paymentID)
        players[position] = player
    }

    /// Credits a bonus, which is staked before cash until it has been turned over often enough, is gone or expires.
    mutating func grant(_ amount: Int64, to position: Int, at time: Int64) throws {
        var player = players[position]
        let required = amount * Calibration.wageringMultiple
        let id = try ledger.addBonus(of: player, amount: amount, required: required, at: time)
        player.bonusBudget -= Double(amount)
        player.grant = PlayerState.Grant(bonusID: id, required: required, expiresAt: time + Calibration.bonusLife)
        try ledger.post(.bonusGrant, amount, sign: 1, in: .bonus, of: &player, at: time, bonus: id)
        players[position] = player
    }

    /// Counts a bonus stake towards the requirement and ends the bonus when it is met, or the rest is too small or too old.
    mutating func wager(_ stake: Int64, by position: Int, at time: Int64) throws {
        var player = players[position]
        guard var grant = player.grant else { return }
        grant.done += stake
        player.grant = grant
        let rest = player.bonus.balance
        if grant.done >= grant.required, rest > 0 {
            try ledger.post(.bonusTaken, rest, sign: -1, in: .bonus, of: &player, at: time, bonus: grant.bonusID)
            try ledger.post(.bonusTaken, rest, sign: 1, in: .cash, of: &player, at: time, bonus: grant.bonusID)
            player.grant = nil
            try ledger.endBonus(grant.bonusID, state: "CONVERTED", wagered: grant.done, at: time)
        } else if rest < Calibration.stakes[0] {
            players[position] = player
            return try expire(grant, of: position, at: time)
        }
        players[position] = player
    }

    /// Ends a bonus that was not turned into cash; what is left of it lapses.
    mutating func expire(_ grant: PlayerState.Grant, of position: Int, at time: Int64) throws {
        var player = players[position]
        let rest = player.bonus.balance
        if rest > 0 { try ledger.post(.bonusExpire, rest, sign: -1, in: .bonus, of: &player, at: time, bonus: grant.bonusID) }
        player.grant = nil
        try ledger.endBonus(grant.bonusID, state: "EXPIRED", wagered: grant.done, at: time)
        players[position] = player
    }
}
