import Documents
import GRDB
import Testing

@testable import SourceData

/// The false-discovery rate is 0.01 for each generator and week: with nothing wrong, so often a family fails.
@Suite struct DrawTestsTests {
    static let tests = DrawTests(rate: 0.01, leastDraws: 500)

    /// vᵢ = (31 i² + 17 i) mod 1009 mod 37 for i = 0 … 599.
    private static let pockets: [Int64] = (0..<600).map { position in
        let i = Int64(position)
        let sum: Int64 = 31 * i * i + 17 * i
        return sum % 1009 % 37
    }

    /// vᵢ = (2654435761 i + 97 i²) mod 10⁷ for i = 0 … 599: even, but neighbours depend on each other.
    private static let dependent: [Int64] = (0..<600).map { position in
        let i = Int64(position)
        let sum: Int64 = 2_654_435_761 * i + 97 * i * i
        return sum % 10_000_000
    }

    static func sample(_ values: [Int64], high: Int64) -> DrawSample {
        var sample = DrawSample(rngID: "RNG")
        for (position, value) in values.enumerated() {
            sample.add(number: Int64(position), .init(low: 0, high: high), "[\(value)]")
        }
        return sample
    }

    /// What one test must give, with statistic and probability.
    struct Vector: Sendable, CustomTestStringConvertible {
        let code: String
        let degrees: Int
        let statistic: Double
        let probability: Double

        init(_ code: String, _ degrees: Int, _ statistic: Double, _ probability: Double) {
            self.code = code
            self.degrees = degrees
            self.statistic = statistic
            self.probability = probability
        }

        var testDescription: String { code }
    }

    /// By NumPy and SciPy from the formulas at `DrawTests`, over `pockets`.
    @Test(arguments: [
        Vector("CHI2", 36, 25.423333333333332, 0.9056115533957907), Vector("RUNS", 0, -0.9547466285371824, 0.3397058434129211),
        Vector("SERIAL", 0, -0.34335806004154806, 0.7313291069886565),
    ])
    func `the pockets of a wheel are tested by symbol, runs and neighbours`(vector: Vector) throws {
        try Self.expect(vector, in: Self.tests.results(of: Self.sample(Self.pockets, high: 36)), among: 3)
    }

    /// Likewise over `dependent`.
    @Test(arguments: [
        Vector("CHI2", 99, 114, 0.14382208954119383), Vector("KS", 0, 0.022233716666666625, 0.9254232670171652),
        Vector("RUNS", 0, 19.45325996399805, 2.7347907214724393e-84), Vector("SERIAL", 0, -11.79451021016539, 4.166174310727463e-32),
    ])
    func `a wide range is tested in parts and by its distribution too`(vector: Vector) throws {
        try Self.expect(vector, in: Self.tests.results(of: Self.sample(Self.dependent, high: 9_999_999)), among: 4)
    }

    private static func expect(_ vector: Vector, in results: [DrawTests.Result], among count: Int) throws {
        #expect(results.count == count)
        let result = try #require(results.first { $0.code == vector.code })
        #expect(result.degrees == vector.degrees && result.draws == 600)
        #expect(abs(result.statistic / vector.statistic - 1) < 1e-10, "\(result.statistic)")
        #expect(abs(result.probability / vector.probability - 1) < 1e-9, "\(result.probability)")
    }

    @Test func `dependent draws fail by what shows it alone`() {
        let results = Self.tests.results(of: Self.sample(Self.dependent, high: 9_999_999))
        #expect(Set(Self.tests.failures(among: results).map(\.code)) == ["RUNS", "SERIAL"])
    }

    @Test func `too few draws are not tested, enough are`() {
        let values: [Int64] = (0..<500).map { Int64($0 * 7919 % 37) }
        #expect(Self.tests.results(of: Self.sample(Array(values.dropLast()), high: 36)).isEmpty)
        #expect(!Self.tests.results(of: Self.sample(values, high: 36)).isEmpty)
    }

    @Test func `values that never change, and ranges of one value, break nothing`() {
        let same = Self.tests.results(of: Self.sample([Int64](repeating: 7, count: 600), high: 36))
        #expect(same.contains { $0.code == "CHI2" && $0.probability == 0 })
        #expect(Self.tests.results(of: Self.sample([Int64](repeating: 0, count: 600), high: 0)).isEmpty)
        #expect(Self.tests.results(of: Self.sample([Int64](repeating: 1, count: 600), high: .max)).isEmpty)
    }

    @Test func `of a hundred sound generators about one is suspected`() {
        var suspected = 0
        for seed in UInt64(0)..<100 {
            var generator = SeededGenerator(seed: seed, stream: "draw tests")
            var sample = DrawSample(rngID: "RNG")
            for number in Int64(0)..<1800 {
                let high = [36, 9_999_999, 3999][Int(number % 3)] as Int64
                sample.add(number: number, .init(low: 0, high: high), "[\(generator.below(high + 1))]")
            }
            if !Self.tests.failures(among: Self.tests.results(of: sample)).isEmpty { suspected += 1 }
        }
        // Five or more of a hundred at a rate of 0.01 would come about in one of three hundred trials.
        #expect(suspected <= 4)
    }

    @Test func `missing numbers and stray values are counted`() {
        var sample = DrawSample(rngID: "RNG")
        for (number, text) in [(10, "[1]"), (11, "[2,3]"), (14, "[40]"), (15, "[-1]"), (16, "seven"), (13, "[]")] as [(Int64, String)] {
            sample.add(number: number, .init(low: 0, high: 36), text)
        }
        #expect(sample.draws == 6 && sample.missing == 1 && sample.strays == 4)
        #expect(sample.values == [.init(low: 0, high: 36): [1, 2, 3]])
        #expect(DrawSample(rngID: "RNG").missing == 0)
    }

    /// The weeks of ISO 8601 in October 2026 as the licence's zone has them, to the day: enough to have every draw once.
    private static let weeks: [Range<Timestamp>] = (0..<5).map { week in
        let first = Timestamp(milliseconds: 1_790_550_000_000 + Int64(week) * 7 * 86_400_000)
        return first..<first.advanced(by: .seconds(7 * 86_400))
    }

    private static func failures(in queue: DatabaseQueue) throws -> [[String]] {
        try weeks.map { week in
            try queue.read { try DrawSample.all(of: "UKGC-000123", week, most: 1_000_000, in: $0) }.flatMap { sample in
                #expect(sample.missing == 0 && sample.strays == 0)
                let results = tests.results(of: sample)
                #expect(results.count >= 4)
                return tests.failures(among: results).map(\.code)
            }
        }
    }

    @Test func `the generator of a fair month passes in every week`() throws {
        #expect(try Self.failures(in: SourceFixture.october.get()).allSatisfy(\.isEmpty))
    }

    @Test func `a pocket that comes up too often is found in every week in which it does`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.october.get())
        let damaged = Self.weeks[2]
        try queue.write {
            // A tenth of the spins of the slots falls into the lowest hundredth of their range.
            try $0.execute(
                sql: """
                    UPDATE rng_draw SET values_scaled = '[' || (draw_no % 100000) || ']'
                    WHERE range_hi = 9999999 AND draw_no % 10 = 0 AND at >= ? AND at < ?
                    """, arguments: [damaged.lowerBound.milliseconds, damaged.upperBound.milliseconds])
        }
        let failures = try Self.failures(in: queue)
        #expect(failures[2].contains("CHI2") && failures[2].contains("KS"))
        #expect([0, 1, 3, 4].allSatisfy { failures[$0].isEmpty })
    }

    @Test func `a draw that is gone leaves a gap, and no more draws are read than asked for`() throws {
        let queue = try SourceFixture.copy(of: SourceFixture.small.get())
        let all = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: 2_000_000_000_000)
        try queue.write { try $0.execute(sql: "DELETE FROM rng_draw WHERE draw_no = 7") }
        let sample = try #require(try queue.read { try DrawSample.all(of: "UKGC-000123", all, most: 100, in: $0) }.first)
        #expect(sample.missing == 1 && sample.draws == 100)
        #expect(try queue.read { try DrawSample.all(of: "MGA-B2C-456-2019", all, most: 100, in: $0) }.isEmpty)
    }
}
