import Testing

@testable import Contracts

@Suite struct GlobTests {
    @Test(arguments: [
        ("core.*", "core.reports/list-of-a-day", true), ("*", "anything", true),
        ("core.reports/list-*", "core.reports/list-of-a-day", true),
        ("core.*", "extended.log/checkpoint", false), ("core.reports", "core.reports/list", false),
        ("*list*day", "core/list-of-a-day", true),
        ("", "", true), ("", "a", false), ("**", "", true), ("a*b*c", "axxbxx", false),
    ])
    func `a star stands for any run of characters and nothing else is special`(pattern: String, text: String, isMatch: Bool) {
        #expect(Glob.matches(pattern, text) == isMatch)
    }

    @Test func `a hostile pattern does not blow up`() {
        let pattern = String(repeating: "a*", count: 2_000) + "b"
        #expect(!Glob.matches(pattern, String(repeating: "a", count: 4_000)))
    }
}
