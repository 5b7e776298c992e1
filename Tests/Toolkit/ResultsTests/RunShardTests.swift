import Testing

@testable import Results

@Suite struct RunShardTests {
    private let ids = (1...400).map { "core.contract-\($0 % 17)/interaction-\($0)" }

    @Test(arguments: [1, 2, 3, 4, 7, 16])
    func `every case is in exactly one part, and none is much larger than another`(count: Int) throws {
        var sizes: [Int] = []
        var union: [String] = []
        for index in 1...count {
            let shard = try #require(RunShard(index: index, of: count))
            let held = ids.filter(shard.holds)
            sizes.append(held.count)
            union += held
        }
        #expect(union.sorted() == ids.sorted())
        #expect(sizes.min() ?? 0 > ids.count / count / 2, "\(sizes)")
    }

    @Test func `the part of a case never changes`() {
        // Fixed: machines of different versions of the tool must agree.
        #expect(RunShard.number(of: "", among: 256) == 194)
        #expect(["core.reports/a", "core.reports/b", "core.audit/a"].map { RunShard.number(of: $0, among: 97) } == [17, 9, 94])
    }

    @Test func `the variants of a matrix stay together`() {
        for count in 1...9 {
            let parts = Set(["csv", "xml", "pdf"].map { RunShard.number(of: "accepted.each-format(format=\($0))", among: count) })
            #expect(parts == [RunShard.number(of: "accepted.each-format", among: count)])
        }
    }

    @Test(arguments: ["", "1", "0/2", "3/2", "-1/2", "1/0", "1/2/3", "a/b", "1/257", " 1/2", "+1/2", "1/99999999999999999999"])
    func `what names no part is refused`(text: String) {
        #expect(RunShard(text) == nil)
    }

    @Test func `a part is read as it is written`() throws {
        let shard = try #require(RunShard("2/4"))
        #expect(shard.index == 2 && shard.count == 4 && shard.plan.isEmpty)
    }
}
