import GRDB

/// Rates, the accounts that hold player money with their daily balances, and what is between them.
struct FundsRecords {
    private let around: Surroundings

    init(_ around: Surroundings) {
        self.around = around
    }

    func write() throws {
        try rates()
        var generator = around.generator("funds")
        let licence = around.licence
        let accounts = [(licence.id + "-BANK", "PLAYER_BANK", "Example Bank"), (licence.id + "-PSP", "PSP", "psp-1")]
        for (id, kind, institution) in accounts {
            try around.writer.insert(
                "funds_account", [id, licence.id, kind, institution, licence.baseCurrency, "****" + String(1000 + generator.below(9000))])
        }
        for (position, day) in around.days.enumerated() {
            let cover = around.owed[position]
            // Two to six per cent and a fixed sum above what is owed.
            let covered = cover + cover * (2 + generator.below(5)) / 100 + 50_000
            let transit = covered / 50
            let psp = covered / 5
            let isLast = position == around.days.count - 1
            let balances = [covered - psp - (isLast ? transit : 0), psp]
            for (account, balance) in zip(accounts, balances) {
                try around.writer.insert(
                    "funds_balance",
                    [account.0, day.description, balance, Digest.hex(of: "statement\n\(account.0)\n\(day)\n\(balance)")])
            }
            if isLast || day.isoWeekday == 5 {
                try self.transit(transit, from: accounts[1].0, day: position, &generator)
            }
        }
    }

    /// Money on its way from the payment provider to the bank over midnight.
    private func transit(_ amount: Int64, from account: String, day: Int, _ generator: inout SeededGenerator) throws {
        let end = around.dayStarts[day + 1]
        let initiated = end - 7_200_000
        try around.writer.insert(
            "funds_transit",
            [
                Surroundings.id(at: initiated, &generator), account, "IN", amount, around.licence.baseCurrency, initiated,
                end + 3_600_000 * (8 + generator.below(8)),
            ])
    }

    /// A day's rates, the same for all licences: a slow walk about a usual rate.
    private func rates() throws {
        let usual: [(base: String, quote: String, rate: Double)] = [
            ("EUR", "GBP", 0.87), ("EUR", "USD", 1.16), ("GBP", "EUR", 1.15), ("GBP", "USD", 1.34), ("USD", "EUR", 0.86),
            ("USD", "GBP", 0.75), ("EUR", "XCG", 2.08), ("USD", "XCG", 1.79),
        ]
        for (base, quote, rate) in usual {
            var generator = SeededGenerator(seed: around.seed, stream: "rates/\(base)/\(quote)")
            var factor = 1.0
            for day in around.days {
                if quote != "XCG" { factor *= 1 + 0.002 * generator.normal() }
                try around.writer.database.execute(
                    sql: "INSERT INTO fx_rate VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    arguments: [
                        base, quote, day.description, Int64((rate * factor * 10_000).rounded()) * 10_000, base == "GBP" ? "BOE" : "ECB",
                    ])
            }
        }
    }
}
