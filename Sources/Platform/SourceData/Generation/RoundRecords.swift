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

/// Writes the rows of played rounds: one in `game_round`, two or three in `wallet_tx`.
final class RoundRecords {
    private let licence: Licence
    private let players: [PlayerState]
    private let round: BulkInsertion
    private let transaction: BulkInsertion
    private let keyPrefix: String

    /// - Parameter players: in the order of `PlayedRound.player`; only their ids and wallets are read.
    init(_ database: Database, licence: Licence, rngID: String, players: [PlayerState]) throws {
        self.licence = licence
        self.players = players
        keyPrefix = licence.id + ":"
        round = try BulkInsertion(
            database,
            sql: """
                INSERT INTO game_round VALUES (
                    ?, '\(licence.id)', ?, ?, ?, ?, ?, ?, '\(licence.baseCurrency)', ?, ?, ?, ?, ?, ?, 'WEB', ?, ?, '\(rngID)', ?, ?)
                """)
        transaction = try BulkInsertion(
            database,
            sql: """
                INSERT INTO wallet_tx VALUES (
                    ?1, '\(licence.id)', ?2, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?9 + ?8 * ?7, ?10, NULL, NULL,
                    CASE ?6 WHEN 'JACKPOT_WIN' THEN '\(licence.id)-JP1' END, NULL,
                    CASE ?6 WHEN 'STAKE_REFUND' THEN 'GAME_FAULT' END, NULL, ?11)
                """)
    }

    /// Writes a round and its transactions.
    func add(_ played: PlayedRound) throws {
        let id = Identifier.text(at: played.startedAt, leg: .round, random: played.random)
        let player = players[played.player]
        let outcome = (played.bet.isEmpty ? #"{"value":"# : #"{"bet":""# + played.bet + #"","value":"#) + String(played.value) + "}"
        let (cash, bonus): (Int64, Int64) = played.isBonus ? (0, 1) : (1, 0)
        try round.add(
            id, played.sessionID, player.id, played.versionID, played.startedAt, played.settledAt,
            played.isVoided ? "VOIDED" : "SETTLED", played.stake * cash, played.stake * bonus, played.win * cash, played.win * bonus,
            played.contribution, played.jackpot, played.outcome, outcome, played.firstDraw, played.draws)

        var purse = Purse(
            wallet: played.isBonus ? player.bonusWallet : player.cashWallet, balance: played.balance, sequence: played.sequence,
            transaction: played.transaction)
        try post(played.isBonus ? "STAKE_BONUS" : "STAKE", .stake, -played.stake, of: played, round: id, in: &purse)
        if played.win > 0 { try post(played.isBonus ? "WIN_BONUS" : "WIN", .win, played.win, of: played, round: id, in: &purse) }
        if played.jackpot > 0 { try post("JACKPOT_WIN", .jackpot, played.jackpot, of: played, round: id, in: &purse) }
        if played.isVoided { try post("STAKE_REFUND", .refund, played.stake, of: played, round: id, in: &purse) }
    }

    /// Where the next transaction of a round starts from.
    private struct Purse {
        let wallet: String
        var balance: Int64
        var sequence: Int64
        var transaction: Int64
    }

    private func post(
        _ type: String, _ leg: Identifier.Leg, _ change: Int64, of played: PlayedRound, round: String, in purse: inout Purse
    ) throws {
        let key = String(purse.transaction)
        try transaction.add(
            Identifier.text(at: played.startedAt, leg: leg, random: played.random), purse.wallet, players[played.player].id, purse.sequence,
            leg == .stake ? played.startedAt : played.settledAt, type, abs(change), change < 0 ? -1 : 1, purse.balance, round,
            keyPrefix + String(repeating: "0", count: max(0, 10 - key.utf8.count)) + key)
        purse.balance += change
        purse.sequence += 1
        purse.transaction += 1
    }
}
