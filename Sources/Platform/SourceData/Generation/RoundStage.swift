import GRDB

/// A round that was played, in numbers; its rows in `game_round` and `wallet_tx` follow from it.
struct PlayedRound {
    /// The random part of the ids of the round and its transactions.
    let random: Int64
    let player: Int
    let sessionID: String
    let versionID: String
    let startedAt: Int64
    let settledAt: Int64
    let isVoided: Bool
    let isBonus: Bool
    let stake: Int64
    let win: Int64
    /// In 10⁻¹⁰ major units.
    let contribution: Int64
    let jackpot: Int64
    /// The prize's code, `LOSS` without one.
    let outcome: String
    /// The drawn value and the bet it was held against.
    let value: Int64
    let bet: String
    let firstDraw: Int64
    let draws: Int64
    /// Of the wallet that staked, before the stake.
    let balance: Int64
    /// Of the stake's transaction in that wallet; wins and refunds follow.
    let sequence: Int64
    /// The stake's position among all transactions of the licence.
    let transaction: Int64
}

/// Gathers played rounds in a temporary table and spreads them over `game_round` and `wallet_tx` by four statements.
///
/// A round makes two or three wide rows whose columns mostly repeat or follow from each other. Binding its figures once and
/// letting SQLite do the rest is several times faster than binding each row.
final class RoundStage {
    private let database: Database
    private let insertion: Statement
    private let spreading: [Statement]
    private let clearing: Statement

    /// Makes the temporary tables for one licence; `players` in the order of `PlayedRound.player`.
    init(_ database: Database, licence: Licence, rngID: String, players: [PlayerState]) throws {
        self.database = database
        try database.execute(
            sql: """
                DROP TABLE IF EXISTS temp.staged_player;
                CREATE TEMP TABLE staged_player (
                    position INTEGER PRIMARY KEY, player_id TEXT NOT NULL, cash_wallet TEXT NOT NULL, bonus_wallet TEXT NOT NULL);
                DROP TABLE IF EXISTS temp.staged_round;
                CREATE TEMP TABLE staged_round (
                    random INTEGER, player INTEGER, session_id TEXT, version_id TEXT, started_at INTEGER, settled_at INTEGER,
                    is_voided INTEGER, is_bonus INTEGER, stake INTEGER, win INTEGER, contribution INTEGER, jackpot INTEGER,
                    outcome TEXT, value INTEGER, bet TEXT, first_draw INTEGER, draws INTEGER, balance INTEGER, seq INTEGER, tx INTEGER,
                    round_id TEXT);
                """)
        for (position, player) in players.enumerated() {
            try database.execute(
                sql: "INSERT INTO temp.staged_player VALUES (?, ?, ?, ?)",
                arguments: [position, player.id, player.cashWallet, player.bonusWallet])
        }
        // The round's id stands in its own row, its transactions' and, made by the same expression, its draws': formatted once here.
        let roundID = Identifier.expression(at: "?5", leg: Identifier.Leg.round, random: "?1")
        insertion = try database.makeStatement(
            sql: """
                INSERT INTO temp.staged_round VALUES (
                    ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \(roundID))
                """)
        spreading = try Self.statements(licence: licence, rngID: rngID).map { try database.makeStatement(sql: $0) }
        clearing = try database.makeStatement(sql: "DELETE FROM temp.staged_round")
    }

    func add(_ round: PlayedRound) throws {
        insertion.setUncheckedArguments([
            round.random, round.player, round.sessionID, round.versionID, round.startedAt, round.settledAt, round.isVoided,
            round.isBonus, round.stake, round.win, round.contribution, round.jackpot, round.outcome, round.value, round.bet,
            round.firstDraw, round.draws, round.balance, round.sequence, round.transaction,
        ])
        try insertion.execute()
    }

    /// Writes the gathered rounds to the tables and forgets them.
    func flush() throws {
        for statement in spreading { try statement.execute() }
        try clearing.execute()
    }

    private static func statements(licence: Licence, rngID: String) -> [String] {
        let round = "s.round_id"
        let rounds = """
            INSERT INTO game_round
            SELECT \(round), '\(licence.id)', s.session_id, p.player_id, s.version_id, s.started_at, s.settled_at,
                CASE s.is_voided WHEN 1 THEN 'VOIDED' ELSE 'SETTLED' END, '\(licence.baseCurrency)',
                CASE s.is_bonus WHEN 0 THEN s.stake ELSE 0 END, CASE s.is_bonus WHEN 1 THEN s.stake ELSE 0 END,
                CASE s.is_bonus WHEN 0 THEN s.win ELSE 0 END, CASE s.is_bonus WHEN 1 THEN s.win ELSE 0 END,
                s.contribution, s.jackpot, 'WEB', s.outcome,
                CASE s.bet WHEN '' THEN printf('{"value":%d}', s.value) ELSE printf('{"bet":"%s","value":%d}', s.bet, s.value) END,
                '\(rngID)', s.first_draw, s.draws
            FROM temp.staged_round s JOIN temp.staged_player p ON p.position = s.player
            """
        return [
            rounds,
            transactions(licence, .stake, "CASE s.is_bonus WHEN 0 THEN 'STAKE' ELSE 'STAKE_BONUS' END", round: round),
            transactions(licence, .win, "CASE s.is_bonus WHEN 0 THEN 'WIN' ELSE 'WIN_BONUS' END", round: round),
            transactions(licence, .jackpot, "'JACKPOT_WIN'", round: round),
            transactions(licence, .refund, "'STAKE_REFUND'", round: round),
        ]
    }

    /// What a kind of transaction takes from the staged row.
    private struct Movement {
        let leg: Int
        let sign: Int
        let at: String
        let amount: String
        /// The wallet's balance before it, and how many transactions of the round come before it.
        let before: String
        let offset: String
        let condition: String

        static let stake = Movement(
            leg: Identifier.Leg.stake, sign: -1, at: "s.started_at", amount: "s.stake", before: "s.balance", offset: "0",
            condition: "1")
        static let win = Movement(
            leg: Identifier.Leg.win, sign: 1, at: "s.settled_at", amount: "s.win", before: "s.balance - s.stake", offset: "1",
            condition: "s.win > 0")
        static let jackpot = Movement(
            leg: Identifier.Leg.jackpot, sign: 1, at: "s.settled_at", amount: "s.jackpot", before: "s.balance - s.stake + s.win",
            offset: "1 + (s.win > 0)", condition: "s.jackpot > 0")
        static let refund = Movement(
            leg: Identifier.Leg.refund, sign: 1, at: "s.settled_at", amount: "s.stake", before: "s.balance - s.stake", offset: "1",
            condition: "s.is_voided = 1")
    }

    private static func transactions(_ licence: Licence, _ movement: Movement, _ type: String, round: String) -> String {
        """
        INSERT INTO wallet_tx
        SELECT \(Identifier.expression(at: "s.started_at", leg: movement.leg, random: "s.random")), '\(licence.id)',
            CASE s.is_bonus WHEN 0 THEN p.cash_wallet ELSE p.bonus_wallet END, p.player_id, s.seq + \(movement.offset),
            \(movement.at), \(movement.at), \(type), \(movement.amount), \(movement.sign), \(movement.before),
            \(movement.before) + \(movement.sign) * (\(movement.amount)), \(round), NULL, NULL,
            CASE \(movement.leg) WHEN \(Identifier.Leg.jackpot) THEN '\(licence.id)-JP1' END, NULL,
            CASE \(movement.leg) WHEN \(Identifier.Leg.refund) THEN 'GAME_FAULT' END, NULL,
            '\(licence.id):' || printf('%010d', s.tx + \(movement.offset))
        FROM temp.staged_round s JOIN temp.staged_player p ON p.position = s.player WHERE \(movement.condition)
        """
    }
}
