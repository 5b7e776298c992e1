import GRDB

/// Writes the rows that do not follow from a round: movements of money from and to the player, sessions, draws.
final class Ledger {
    /// Which of a player's two wallets.
    enum Wallet { case cash, bonus }

    /// Why money moves, apart from rounds; signs as `domain.md` §4.2 gives them.
    enum Movement: String {
        case deposit = "DEPOSIT"
        case withdrawalHold = "WITHDRAWAL_HOLD"
        case withdrawalRelease = "WITHDRAWAL_RELEASE"
        case withdrawalPaid = "WITHDRAWAL_PAID"
        case bonusGrant = "BONUS_GRANT"
        case bonusTaken = "BONUS_CONVERT"
        case bonusExpire = "BONUS_EXPIRE"
    }

    private let licence: Licence
    private let transaction: Statement
    private let payment: Statement
    private let bonus: Statement
    private let bonusEnd: Statement
    private let session: Statement
    private let draw: BulkInsertion
    private let login: Statement
    private let jackpotEvent: Statement
    private let rngEvent: Statement
    /// Of logins only: the ids of everything else stay as they were before there were logins.
    private var logins: SeededGenerator
    private var jackpotEvents = 0
    private var events: RNGEventChain
    private var generator: SeededGenerator
    /// Transactions of the licence so far: each has its number in the idempotency key.
    private(set) var transactions: Int64 = 0

    init(_ database: Database, licence: Licence, rngID: String, seed: UInt64) throws {
        self.licence = licence
        generator = SeededGenerator(seed: seed, stream: "ledger/" + licence.id)
        logins = SeededGenerator(seed: seed, stream: "logins/" + licence.id)
        events = RNGEventChain(rngID: rngID)
        login = try database.makeStatement(
            sql: "INSERT INTO login_session VALUES (?, '\(licence.id)', ?, ?, ?, ?, ?, ?, '\(Self.country(of: licence))', 1)")
        jackpotEvent = try database.makeStatement(
            sql: "INSERT INTO jackpot_event VALUES (?, '\(licence.id)-JP1', ?, ?, ?, ?, ?, NULL)")
        rngEvent = try database.makeStatement(
            sql: "INSERT INTO rng_event VALUES ('\(rngID)', ?, '\(licence.id)', ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, 'system', ?, ?)")
        transaction = try database.makeStatement(
            sql: """
                INSERT INTO wallet_tx VALUES (
                    ?1, '\(licence.id)', ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?9 + ?8 * ?7, NULL, ?10, ?11, NULL, NULL, NULL, NULL,
                    '\(licence.id):' || printf('%010d', ?12))
                """)
        payment = try database.makeStatement(
            sql: """
                INSERT INTO payment VALUES (
                    ?1, '\(licence.id)', ?2, ?3, ?4, ?5, ?6, 'psp-1', ?7, '\(licence.baseCurrency)', ?8, ?9, ?10, ?11)
                """)
        bonus = try database.makeStatement(
            sql: "INSERT INTO bonus VALUES (?, '\(licence.id)', ?, ?, ?, ?, ?, ?, 'ACTIVE', NULL)")
        bonusEnd = try database.makeStatement(sql: "UPDATE bonus SET state = ?, wagering_done = ?, ended_at = ? WHERE bonus_id = ?")
        session = try database.makeStatement(
            sql: "INSERT INTO game_session VALUES (?, '\(licence.id)', ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        draw = try BulkInsertion(
            database,
            sql: "INSERT INTO rng_draw VALUES ('\(rngID)', ?, '\(licence.id)', ?, ?, 0, ?, 1, '[' || ? || ']', ?, ?, ?)")
    }

    /// An id for something that happens at an instant.
    func newID(at milliseconds: Int64) -> String {
        Identifier.text(at: milliseconds, leg: .other, random: Int64(bitPattern: generator.next()))
    }

    /// The numbers of the next transactions, which somebody else writes.
    func reserveTransactions(_ count: Int64) -> Int64 {
        defer { transactions += count }
        return transactions + 1
    }

    /// Moves money in one of a player's wallets and writes the transaction.
    /// - Parameter sign: −1, 0 (a hold is settled, the balance stays) or 1.
    func post(
        _ movement: Movement, _ amount: Int64, sign: Int64, in wallet: Wallet, of player: inout PlayerState, at milliseconds: Int64,
        payment: String? = nil, bonus: String? = nil
    ) throws {
        let walletID = wallet == .cash ? player.cashWallet : player.bonusWallet
        var purse = wallet == .cash ? player.cash : player.bonus
        purse.sequence += 1
        transaction.setUncheckedArguments([
            newID(at: milliseconds), walletID, player.id, purse.sequence, milliseconds, movement.rawValue, amount, sign, purse.balance,
            payment, bonus, reserveTransactions(1),
        ])
        try transaction.execute()
        purse.balance += sign * amount
        player.lastMovedAt = max(player.lastMovedAt ?? milliseconds, milliseconds)
        if movement == .deposit || movement == .withdrawalPaid {
            player.transfers.append(PlayerState.Transfer(at: milliseconds, amount: amount, isDeposit: movement == .deposit))
        }
        switch wallet {
        case .cash: player.cash = purse
        case .bonus: player.bonus = purse
        }
    }

    /// Adds a payment; returns its id.
    func addPayment(
        _ kind: String, method: String, of player: PlayerState, amount: Int64, status: String, requestedAt: Int64, settledAt: Int64?,
        rejection: String? = nil
    ) throws -> String {
        let id = newID(at: requestedAt)
        payment.setUncheckedArguments([
            id, player.id, kind, method, "tok-" + id.suffix(12), instrumentCountry, amount, status, requestedAt, settledAt, rejection,
        ])
        try payment.execute()
        return id
    }

    /// Adds a bonus with its wagering requirement; returns its id.
    func addBonus(of player: PlayerState, amount: Int64, required: Int64, at milliseconds: Int64) throws -> String {
        let id = newID(at: milliseconds)
        bonus.setUncheckedArguments([id, player.id, "LOYALTY", milliseconds, amount, required, 0])
        try bonus.execute()
        return id
    }

    /// Closes a bonus in the state `CONVERTED` or `EXPIRED`.
    func endBonus(_ id: String, state: String, wagered: Int64, at milliseconds: Int64) throws {
        bonusEnd.setUncheckedArguments([state, wagered, milliseconds, id])
        try bonusEnd.execute()
    }

    /// Adds a game session and the login in which it was played.
    func addSession(_ row: SessionRow) throws {
        let startedAt = row.startedAt - 1000
        let id = Identifier.text(at: startedAt, leg: .other, random: Int64(bitPattern: logins.next()))
        let address = "192.0.2.\(1 + logins.below(254))"
        let device = ["WEB", "IOS", "ANDROID", "OTHER"][logins.position(in: Self.deviceSums)]
        login.setUncheckedArguments([id, row.playerID, startedAt, row.endedAt + 2000, row.endReason, address, device])
        try login.execute()
        session.setUncheckedArguments([
            row.id, id, row.playerID, row.versionID, row.startedAt, row.endedAt, row.endReason, row.rounds, row.balanceStart,
            row.balanceEnd,
        ])
        try session.execute()
    }

    /// Adds a draw of the round whose id is made from `roundRandom` and the draw's instant.
    func addDraw(_ row: DrawChain.Draw, range: Int64, roundRandom: Int64, at milliseconds: Int64) throws {
        try draw.add(
            row.number, Identifier.text(at: milliseconds, leg: .round, random: roundRandom), milliseconds, range - 1, row.value,
            row.rawDigest, row.previous, row.hash)
    }

    /// Adds a change of the licence's jackpot; amounts in 10⁻¹⁰ major units.
    /// - Parameter roundRandom: the random part of the id of the round that won.
    func addJackpotEvent(_ kind: String, _ amount: Int64, after value: Int64, at milliseconds: Int64, roundRandom: Int64? = nil) throws {
        jackpotEvents += 1
        let number = String(jackpotEvents)
        let id = licence.id + "-JE-" + String(repeating: "0", count: max(0, 9 - number.utf8.count)) + number
        let round = roundRandom.map { Identifier.text(at: milliseconds, leg: .round, random: $0) }
        jackpotEvent.setUncheckedArguments([id, milliseconds, kind, amount, round, value])
        try jackpotEvent.execute()
    }

    /// Adds an event of the random number generator to its chain.
    func addRNGEvent(_ kind: String, drawsSinceSeed: Int64, commitment: String? = nil, at milliseconds: Int64) throws {
        let (number, previous, hash) = events.next(kind, drawsSinceSeed: drawsSinceSeed, commitment: commitment, at: milliseconds)
        rngEvent.setUncheckedArguments([
            number, milliseconds, kind, commitment == nil ? nil : "synthetic", commitment == nil ? nil : 64, commitment, drawsSinceSeed,
            previous, hash,
        ])
        try rngEvent.execute()
    }

    /// Web, iOS, Android, others.
    private static let deviceSums = [0.4, 0.65, 0.95, 1.0]

    private var instrumentCountry: String { Self.country(of: licence) }

    private static func country(of licence: Licence) -> String {
        switch licence.regulator {
        case "UKGC": "GB"
        case "MGA": "MT"
        default: "CW"
        }
    }
}

/// A row of `game_session`; money in minor units, instants in milliseconds since 1970 UTC.
struct SessionRow {
    let id: String
    let playerID: String
    let versionID: String
    let startedAt: Int64
    let endedAt: Int64
    let endReason: String
    let rounds: Int
    let balanceStart: Int64
    let balanceEnd: Int64
}
