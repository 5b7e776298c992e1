import Testing

@testable import SourceData

@Suite struct PaytableTests {
    @Test func `every game returns what its vertical should, on each of its bets`() {
        for game in GameCatalogue.games {
            for bet in game.bets {
                let rtp = bet.paytable.returnToPlayer
                switch game.vertical {
                case "SLOTS": #expect((0.94...0.973).contains((rtp * 100_000).rounded() / 100_000), "\(game.name)")
                case "ROULETTE": #expect(abs(rtp - 36.0 / 37) < 1e-12)
                case "BLACKJACK": #expect(abs(rtp - 0.99) < 1e-5)
                case "VIRTUAL": #expect(abs(rtp - 0.90) < 1e-5)
                default: Issue.record("\(game.vertical) is unknown")
                }
            }
        }
    }

    @Test func `the mix keeps 4.2 to 5 per cent`() {
        let weight = GameCatalogue.games.reduce(0) { $0 + $1.weight }
        let rtp = GameCatalogue.games.reduce(0) { $0 + $1.weight * $1.bets[0].paytable.returnToPlayer } / weight
        #expect((0.95...0.958).contains(rtp))
    }

    @Test func `drawn values win as often as the table says`() throws {
        let table = GameCatalogue.games[0].bets[0].paytable
        var generator = SeededGenerator(seed: 11, stream: "draws")
        let draws = 100_000
        var (sum, wins) = (0.0, 0)
        for _ in 0..<draws {
            guard let prize = table.prize(for: generator.below(table.range)) else { continue }
            wins += 1
            sum += Double(prize.tenfold) / 10
        }
        #expect(abs(sum / Double(draws) - table.returnToPlayer) < 4 * table.standardDeviation / Double(draws).squareRoot())
        let hitRate = Double(table.prizes.reduce(0) { $0 + $1.values }) / Double(table.range)
        #expect(abs(Double(wins) / Double(draws) - hitRate) < 0.006)
    }

    @Test func `values next to each other fall on the right side of a prize's limit`() {
        let table = Paytable(range: 10, prizes: [.init(code: "A", tenfold: 20, values: 3), .init(code: "B", tenfold: 50, values: 1)])
        #expect((0..<10).map { table.prize(for: $0)?.code } == ["A", "A", "A", "B", nil, nil, nil, nil, nil, nil])
        #expect(table.returnToPlayer == 1.1)
        #expect(table.largestMultiple == 5)
    }
}
