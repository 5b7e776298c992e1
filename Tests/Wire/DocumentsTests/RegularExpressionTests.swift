import Testing

@testable import Documents

@Suite struct RegularExpressionTests {
    @Test(
        arguments: [
            ("^[0-9a-f]{64}$", String(repeating: "a1", count: 32), true), ("^[0-9a-f]{64}$", "a1", false), ("b", "abc", true),
            ("^b", "abc", false), ("", "", true),
            ("a|b|", "zzz", true), ("^(ab|c)+$", "ababc", true), ("^(ab|c)+$", "aba", false), ("^a{2,3}$", "aaaa", false),
            ("^a{2,}$", "aaaa", true), ("^(a{0})b$", "b", true),
            ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "afoob", false), ("^(?!bad)[a-z]+$", "badly", false),
            ("^(?!bad)[a-z]+$", "good", true), ("^(?=.*\\d)(?=.*[a-z]).{3,}$", "ab1", true),
            ("^(?=.*\\d)(?=.*[a-z]).{3,}$", "abc", false), ("(?<=\\$)\\d+$", "cost $42", true), ("(?<!\\$)\\b\\d+$", "cost $42", false),
            ("^(?:(?=a(?!b))a.)$", "ac", true),
            ("^(?:(?=a(?!b))a.)$", "ab", false), ("^.$", "😀", true), ("^.$", "\n", false), ("^[^a]$", "😀", true),
            ("^[\\d\\-x]+$", "1-x", true),
            ("^[^\\d]$", "5", false), ("^[\\D]$", "5", false),
            ("^\\u{1F600}\\x41\\cJ$", "😀A\n", true), ("^\\ud83d\\ude00$", "😀", true), ("^\\p{Lu}\\P{Lu}$", "Éé", true),
            ("^\\p{Script=Greek}+$", "αβγ", true), ("^\\p{sc=Greek}$", "a", false),
            ("^[\\p{L}\\p{N}]+$", "aé5", true), ("^\\s$", "\u{FEFF}", true), ("^[]$", "a", false), ("^[^]$", "\n", true),
            ("^a{,3}$", "a{,3}", true), ("^(a*)*$", "aaa", true), ("^(?<y>a)+?$", "aa", true),
            ("^\\/\\.$", "/.", true), ("a$", "a\n", false),
        ] as [(String, String, Bool)])
    func `patterns of ECMA-262`(pattern: String, text: String, expected: Bool) throws {
        #expect(try RegularExpression(ecmaScript: pattern).isFound(in: text) == expected)
    }

    @Test(arguments: [
        "(", ")", "a)", "[", "[z-a]", "*", "a**", "+a", "a{2,1}", "\\", "\\y", "\\1", "(?<a>x)(?<a>y)", "\\k<a>", "(?x)", "\\p{Nope}",
        "\\p", "\\u{110000}", "\\c1", "^*", "(?=a)*", "\\00", "\\_", "{1}",
    ])
    func `text that is no pattern is refused`(pattern: String) {
        #expect(throws: DocumentError(.pattern, "")) { try RegularExpression(ecmaScript: pattern) }
        #expect(RegularExpression.syntaxError(inECMAScript: pattern) != nil)
    }

    @Test func `back-references are patterns, but are not run`() {
        #expect(throws: DocumentError(.pattern, "")) { try RegularExpression(ecmaScript: "(a)\\1") }
        #expect(RegularExpression.syntaxError(inECMAScript: "(a)\\1") == nil)
    }

    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a|a?)+$", "^(?=(a+)+b)", "(.*a){12}$"])
    func `no pattern makes the time explode`(pattern: String) throws {
        let expression = try RegularExpression(ecmaScript: pattern)
        let clock = ContinuousClock()
        let elapsed = clock.measure { _ = expression.isFound(in: String(repeating: "a", count: 5_000) + "!") }
        #expect(elapsed < .seconds(5))
    }

    @Test(arguments: ["(a{1000}){1000}", String(repeating: "(", count: 5_000), "((a{200}){200}){200}"])
    func `patterns that unfold or nest too far are refused`(pattern: String) {
        #expect(throws: DocumentError(.pattern, "")) { try RegularExpression(ecmaScript: pattern) }
    }

    @Test(arguments: ["\\d", "(?:a)", "a(?=b)", "[[a]", "[]", "a{", "\\p{Letter}", "\\/", "\\x41"])
    func `I-Regexp is narrower`(pattern: String) {
        #expect(throws: DocumentError(.pattern, "")) { try RegularExpression(interoperable: pattern) }
    }
}
