import Testing

@testable import Tables

@Suite struct TableRuleTests {
    private func breach(_ text: String, _ cells: [String: String] = [:]) throws -> String? {
        let numbers = try cells.mapValues { try DecimalNumber(parsing: $0) }
        return try RuleParser.rule(text).breach(RuleExpression.Values(cells: numbers)).map { "\($0.expected) \($0.actual)" }
    }

    @Test(arguments: [
        "1 + 2 * 3 = 7", "(1 + 2) * 3 = 9", "10 - 4 - 3 = 3", "12 / 2 / 3 = 2", "-2 * -3 = 6", "- (1 - 2) = 1", "0.1 + 0.2 = 0.3",
        "1 / 3 * 3 = 1",
        "round(2 / 3, 2) = 0.67", "round(0.125, 2) = 0.13", "round(-0.125, 2) = -0.13", "round(1.004, 2) = 1", "1 < 2", "2 >= 2", "1 != 2",
        "1.10 <= 1.1", "round(5, 0) = 5",
    ])
    func `arithmetic is exact and binds as usual`(rule: String) throws {
        #expect(try breach(rule) == nil)
    }

    @Test func `a breach tells both sides`() throws {
        let cells = ["ggr": "10.00", "stake_cash": "20.00", "win_cash": "9.99"]
        #expect(try breach("ggr = stake_cash - win_cash", cells) == "10.01 10")
        #expect(try breach("ggr > stake_cash", cells) == "20 10")
        #expect(try breach("`ggr` * 3 = 1 / 3", cells) == "1/3 30")
    }

    @Test(arguments: [
        ("", 1), ("a", 2), ("a =", 4), ("a = ", 5), ("a = b c", 7), ("a = (b", 7), ("= a", 1), ("a = 1.", 5), ("a = sum(", 9),
        ("a = sqrt(b)", 10),
        ("a = b +", 8), ("a = round(b, 2.5)", 17), ("a = `b", 7), ("a == b", 4), ("a = ä", 5), ("a = b = c", 7),
    ])
    func `what is not a rule is refused where it goes wrong`(text: String, column: Int) {
        #expect(throws: TableError(.invalidRule, line: 1, column: column, "")) { try RuleParser.rule(text) }
    }

    @Test func `nesting has an end`() {
        for text in [String(repeating: "(", count: 10_000), String(repeating: "-", count: 10_000)] {
            do throws(TableError) {
                _ = try RuleParser.rule(text)
                Issue.record("accepted")
            } catch { #expect(error.code == .invalidRule) }
        }
    }

    @Test func `what cannot be computed is an error`() {
        for text in ["1 / 0 = 1", "1 = 99999999999999999999 * 99999999999999999999"] {
            #expect(throws: TableError(.number, "")) { try breach(text) }
        }
    }
}
