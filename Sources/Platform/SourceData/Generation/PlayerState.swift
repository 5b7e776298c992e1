/// A player as the month goes on: balances, and what is pending.
struct PlayerState {
    /// A withdrawal that was asked for: taken from the balance, not yet paid or given back.
    struct Hold {
        let paymentID: String
        let amount: Int64
        let dueAt: Int64
        let isCancelled: Bool
    }

    /// A bonus that is being staked.
    struct Grant {
        let bonusID: String
        let required: Int64
        var done: Int64 = 0
        let expiresAt: Int64
    }

    /// Money that came in or went out for good, in minor units.
    struct Transfer {
        let at: Int64
        let amount: Int64
        let isDeposit: Bool
    }

    /// A wallet's balance in minor units and the number of its last transaction, 0 before the first.
    struct Purse {
        var balance: Int64 = 0
        var sequence: Int64 = 0
    }

    let plan: PlannedPlayer
    let id: String
    let cashWallet: String
    let bonusWallet: String
    var cash = Purse()
    var bonus = Purse()
    var hold: Hold?
    var grant: Grant?
    /// Bonus earned and not yet granted, in minor units.
    var bonusBudget = 0.0
    /// The last week of the month in which a session began, from 0; -1 before the first.
    var week = -1
    var hasWithdrawn = false
    var lastLoginAt: Int64?
    var lastStakeAt: Int64?
    /// When the last round settled: nothing is posted to the wallets before it.
    var quietFrom: Int64 = 0
    /// When money last moved in a wallet.
    var lastMovedAt: Int64?
    /// Deposits and withdrawals paid, in the order of their transactions.
    var transfers: [Transfer] = []
}
