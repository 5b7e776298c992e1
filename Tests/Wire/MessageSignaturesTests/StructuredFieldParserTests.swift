import Testing

@testable import MessageSignatures

@Suite struct StructuredFieldParserTests {
    @Test(arguments: [
        ("1", "1"), ("-0", "0"), ("042", "42"), ("999999999999999", "999999999999999"), ("-1.500", "-1.5"), ("0.001", "0.001"),
        ("-0.25", "-0.25"),
        ("123456789012.123", "123456789012.123"), ("  1  ", "1"), ("?1", "?1"), ("?0;a", "?0;a"), ("\"a \\\"b\\\\\"", "\"a \\\"b\\\\\""),
        ("tok/en:*", "tok/en:*"), ("*foo", "*foo"), ("::", "::"), (":AQID:", ":AQID:"), ("@1659578233", "@1659578233"),
        ("@-62135596800", "@-62135596800"),
        ("%\"f%c3%bc%22\"", "%\"f%c3%bc%22\""), ("1; a=1;  b=?1; c=?0;a=2", "1;a=2;b;c=?0"), ("a;*x_-.9=tok", "a;*x_-.9=tok"),
    ])
    func `an item is written in its one form`(text: String, canonical: String) throws {
        #expect(try StructuredFieldParser.item(text).serialized == canonical)
        #expect(try StructuredFieldParser.item(canonical) == StructuredFieldParser.item(text))
    }

    @Test(arguments: [
        "", " ", "1000000000000000", "1.", "1.0000", "1234567890123.1", "-", "--1", "1.5.5", ".5", "+1", "1a", "1 2", "\"a", "\"\\n\"",
        "\"ü\"", "\"\u{7F}\"", "'a'",
        ":AQI:", ":AQI", ":AQID=:", ":AR==:", ":A QID:", ":-_==:", "?", "?2", "?true", "@1.5", "@", "@a", "%a", "%\"%C3%BC\"", "%\"%c3\"",
        "%\"%g0\"", "%\"%c\"", "%\"ü\"",
        "1;", "1;A=1", "1;a=", "1;a =1", "1 ;a", "a=1", "(1)", "é", "a,b", "\t1", "1\t", "1\n",
    ])
    func `everything that is no item is refused`(text: String) {
        #expect(throws: StructuredFieldError.self) { try StructuredFieldParser.item(text) }
    }

    @Test(arguments: [
        ("", ""), ("a, b", "a, b"), ("a \t,\t b", "a, b"), ("(), (a   b );x, \"c\";y=1", "(), (a b);x, \"c\";y=1"), ("( a;p )", "(a;p)"),
    ])
    func `a list is written in its one form`(text: String, canonical: String) throws {
        #expect(try StructuredFieldParser.list(text).map(\.serialized).joined(separator: ", ") == canonical)
    }

    @Test(arguments: ["a,", ",a", "a,,b", "a b", "(a", "(a,b)", "(a\tb)", "(a)b", "((a))", "(a b", "a;b=(c)", "(\"a\"\"b\")"])
    func `everything that is no list is refused`(text: String) {
        #expect(throws: StructuredFieldError.self) { try StructuredFieldParser.list(text) }
    }

    @Test func `a dictionary is written in its one form`() throws {
        let text = "a=1,    b=2;x=1;y=2,   c=(a   b   c), d, e;f=2, g=?0, a=9"
        let dictionary = try StructuredFieldParser.dictionary(text)
        #expect(dictionary.serialized == "a=9, b=2;x=1;y=2, c=(a b c), d, e;f=2, g=?0")
        #expect(dictionary.repeatedKeys == ["a"])
        #expect(dictionary["c"]?.serialized == "(a b c)")
        #expect(dictionary["d"]?.serialized == "?1")
        #expect(dictionary["z"] == nil)
        #expect(try StructuredFieldParser.dictionary("").entries.isEmpty)
    }

    @Test(arguments: ["a=", "A=1", "a=1,", "a=1 b=2", "=1", "a==1", "1=a", "a=1;b=", "a =1", "a= 1", "\"a\"=1"])
    func `everything that is no dictionary is refused`(text: String) {
        #expect(throws: StructuredFieldError.self) { try StructuredFieldParser.dictionary(text) }
    }

    @Test func `an error tells where`() {
        do {
            _ = try StructuredFieldParser.dictionary("a=1, b=!")
            Issue.record("was accepted")
        } catch {
            #expect(error.offset == 7)
        }
    }

    @Test func `an enormous field is refused at once`() {
        #expect(throws: StructuredFieldError.self) { try StructuredFieldParser.list(String(repeating: "a,", count: 40_000)) }
    }

    @Test func `form encoding is undone and done again`() {
        let pairs = FormEncoding.pairs(of: "a=1&b&&=x&c=%zz%4&d=a+b%20c&e=%C3%BC=")
        #expect(pairs.map(\.name) == ["a", "b", "", "c", "d", "e"])
        #expect(pairs.map(\.value) == ["1", "", "x", "%zz%4", "a b c", "ü="])
        #expect(FormEncoding.encode("ü = a+b*-._~") == "%C3%BC%20%3D%20a%2Bb*-._%7E")
        #expect(FormEncoding.encode("\n") == "%0A")
    }
}
