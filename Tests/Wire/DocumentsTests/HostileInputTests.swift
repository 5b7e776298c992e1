import Testing

@testable import Documents

/// Input made to do harm: each is refused within a limit, by the code that names the limit and where it was passed.
@Suite struct HostileInputTests {
    private func code(_ read: () throws -> Void) -> DocumentError.Code? {
        do {
            try read()
            return nil
        } catch {
            return (error as? DocumentError)?.code
        }
    }

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    // MARK: Members

    @Test func `an object of a request has ten thousand members at most, wherever it is`() throws {
        func object(_ count: Int) -> String { "{" + (0..<count).map { "\"m\($0)\":0" }.joined(separator: ",") + "}" }
        for (before, after) in [("", ""), ("[1,", "]"), ("{\"a\":{\"b\":[", "]}}")] {
            let most = Array((before + object(10_000) + after).utf8)
            #expect(throws: Never.self) { try JSONReader.read(most, limits: .request) }
            let more = Array((before + object(10_001) + after).utf8)
            let refused = refusal { try JSONReader.read(more, limits: .request) }
            #expect(refused?.code == .tooManyMembers && refused?.message.contains("10000") == true, "\(refused as Any)")
            #expect(refused?.place.offset == before.utf8.count)
            // What is judged may be strange.
            #expect(throws: Never.self) { try JSONReader.read(more) }
        }
        // Arrays are limited by the bytes alone.
        let long = Array("[\(repeated("0,", 20_000))0]".utf8)
        #expect(try JSONReader.read(long, limits: .request).array?.count == 20_001)
    }

    @Test func `a request has sixty-four levels at most`() {
        #expect(throws: Never.self) { try JSONReader.read(Array((repeated("[", 64) + repeated("]", 64)).utf8), limits: .request) }
        #expect(refusal { try JSONReader.read(Array((repeated("[", 65) + repeated("]", 65)).utf8), limits: .request) }?.code == .tooDeep)
    }

    // MARK: Size

    @Test func `a text of a hundred megabytes is refused before it is looked at`() {
        // Were it looked at, the first byte, which begins nothing, would be the reason.
        let text = [UInt8](repeating: UInt8(ascii: "?"), count: 100_000_000)
        for read in [{ try JSONReader.read($0) }, { try YAMLReader.read($0) }] as [([UInt8]) throws -> Node] {
            let refused = refusal { try read(text) }
            #expect(refused?.code == .tooLarge && refused?.message.contains("67108864") == true)
        }
    }

    @Test func `the limit on bytes is inclusive`() throws {
        let text = Array("\"\(repeated("x", 998))\"".utf8)
        #expect(try JSONReader.read(text, limits: DocumentLimits(maximumBytes: 1000)).string?.utf8.count == 998)
        #expect(try YAMLReader.read(text, limits: DocumentLimits(maximumBytes: 1000)).string?.utf8.count == 998)
        #expect(refusal { try JSONReader.read(text, limits: DocumentLimits(maximumBytes: 999)) }?.code == .tooLarge)
        #expect(refusal { try YAMLReader.read(text, limits: DocumentLimits(maximumBytes: 999)) }?.code == .tooLarge)
    }

    // MARK: Depth

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func `a million levels of JSON end at the two hundred and fifty-seventh`(opening: String) {
        let refused = refusal { try json(repeated(opening, 1_000_000)) }
        #expect(refused?.code == .tooDeep)
        // The place is that of the bracket that is too deep, right behind 256 others.
        #expect(refused.map { $0.place.offset <= 256 * opening.utf8.count } == true)
    }

    @Test(arguments: ["[", "{a: ", "[{a: ", "- ", "? "])
    func `deep YAML is refused whatever it is written in`(opening: String) {
        #expect(refusal { try yaml(repeated(opening, 100_000)) }?.code == .tooDeep)
    }

    @Test(arguments: [("$[?", "("), ("$[?", "!"), ("$", "[?@"), ("$[?", "length("), ("$[?", "count(@[?"), ("$", "[?(@.a||")])
    func `deep queries are refused`(start: String, piece: String) {
        #expect(code { _ = try JSONPath(parsing: start + repeated(piece, 1_000_000)) } == .path)
    }

    @Test(arguments: ["(", "(?:", "(?=", "(?<!", "[", "(a|"])
    func `deep patterns are refused`(opening: String) {
        #expect(code { _ = try RegularExpression(ecmaScript: repeated(opening, 1_000_000)) } == .pattern)
        #expect(code { _ = try RegularExpression(interoperable: repeated(opening, 1_000_000)) } == .pattern)
    }

    @Test func `a pointer of a million steps leads nowhere`() throws {
        let pointer = try JSONPointer(parsing: repeated("/a", 1_000_000))
        #expect(pointer.tokens.count == 1_000_000 && pointer.node(in: ["a": ["a": 1]]) == nil)
        #expect(code { _ = try JSONPointer(parsing: repeated("/~", 1_000_000)) } == .pointer)
    }

    @Test func `a query of a hundred thousand segments selects nothing`() throws {
        #expect(try JSONPath(parsing: "$" + repeated(".a", 100_000)).matches(in: ["a": ["a": 1]]).isEmpty)
        #expect(try JSONPath(parsing: "$[?" + repeated("@.a==1||", 10_000) + "@.a==2]").matches(in: [["a": 2]]).count == 1)
    }

    // MARK: Names and characters

    @Test func `a name is once in an object, however it is spelt`() {
        #expect(refusal { try json(#"{"a":1,"\u0061":2}"#) }?.code == .duplicateKey)
        #expect(refusal { try json(#"{"\u0000":1,"b":2,"\u0000":3}"#) }?.code == .duplicateKey)
        #expect(refusal { try yaml("a: 1\n\"\\x61\": 2\n") }?.code == .duplicateKey)
        #expect(refusal { try yaml("{a: 1, 'a': 2}") }?.code == .duplicateKey)
    }

    @Test func `NUL in a name neither ends nor hides it`() throws {
        for node in [try json(#"{"a\u0000b":1,"a":2,"a\u0000":3}"#), try yaml("{\"a\\0b\": 1, a: 2, \"a\\0\": 3}")] {
            #expect(node["a\0b"]?.integer == 1 && node["a"]?.integer == 2 && node["a\0"]?.integer == 3)
            #expect(try JSONReader.read(node.compactBytes()) == node)
        }
        #expect(refusal { try JSONReader.read(Array("{\"a".utf8) + [0] + Array("\":1}".utf8)) }?.code == .syntax)
        #expect(refusal { try YAMLReader.read(Array("\"a".utf8) + [0] + Array("\": 1".utf8)) } != nil)
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\udc00\ud800""#, #"{"\ud83d":1}"#])
    func `lone surrogates are refused`(text: String) {
        #expect(refusal { try json(text) }?.code == .encoding)
    }

    @Test(
        arguments: [
            [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0x80], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]])
    func `overlong and other ill-formed UTF-8 is refused where it is`(sequence: [UInt8]) {
        for read in [{ try JSONReader.read($0) }, { try YAMLReader.read($0) }] as [([UInt8]) throws -> Node] {
            let refused = refusal { try read(Array("\"ab".utf8) + sequence + Array("\"".utf8)) }
            #expect(
                refused?.code == .encoding && (3...6).contains(refused?.place.offset ?? 0), "\(sequence): \(String(describing: refused))")
        }
    }

    // MARK: Numbers

    @Test(arguments: ["1e999999999", "-1e999999999", "1e-999999999", "1e99999999999999999999999999", "1E+9223372036854775808"])
    func `exponents beyond all measure are numbers like others`(text: String) throws {
        let number = try #require(try json(text).number)
        let isSmall = text.contains("e-")
        #expect(number.integer == nil && number.isWhole == !isSmall)
        #expect((number < Number(0)) == text.hasPrefix("-") && number == number && number != Number(0))
        #expect(number.isMultiple(of: Number(3)) == false && Number(3).isMultiple(of: number) == isSmall)
        #expect(number.double == (isSmall ? 0 : text.hasPrefix("-") ? -.infinity : .infinity))
        if !isSmall { #expect(code { _ = try Node.number(number).canonicalBytes() } == .notCanonical) }
    }

    @Test func `a number of a million digits is compared digit by digit`() throws {
        let digits = repeated("9", 1_000_000)
        let number = try #require(Number(digits))
        let next = try #require(Number(digits + ".5"))
        #expect(number < next && number.isWhole && !next.isWhole && number.integer == nil)
        #expect(number.isMultiple(of: Number(9)) && !number.isMultiple(of: Number(10)))
        #expect(code { _ = try Node.number(number).canonicalBytes() } == .notCanonical)
    }

    // MARK: Cost

    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b", "([a-z]+)*!", "(.*)(.*)(.*)x", "(?=(a+)+$)b"])
    func `a pattern with a bad name for its cost is linear here`(pattern: String) throws {
        // Backtracking would take longer than the universe is old.
        let text = repeated("a", 2_000) + "?"
        #expect(try !RegularExpression(ecmaScript: pattern).isFound(in: text))
    }

    @Test(arguments: ["(a{1000}){1000}", "((a{100}){100}){100}", "a{999999999999999999999}", "(a?){1048576}", "(?:x{0,1000}){0,1000}"])
    func `a pattern that would unfold without end is refused`(pattern: String) {
        #expect(code { _ = try RegularExpression(ecmaScript: pattern) } == .pattern)
    }

    @Test(arguments: ["(){1048576}", "((((){1048576}){1048576}){1048576}){1048576}", "(?:|){9999}", "(?:(){1048576})*"])
    func `repeating nothing costs nothing`(pattern: String) {
        // Either way it ends; a branch of nothing still has its fork.
        if let expression = try? RegularExpression(ecmaScript: pattern) { #expect(expression.isFound(in: "")) }
    }

    @Test(arguments: [#"(a)\1"#, #"(?<n>a)\k<n>"#])
    func `back-references have no bound and are refused`(pattern: String) {
        #expect(code { _ = try RegularExpression(ecmaScript: pattern) } == .pattern)
    }

    @Test func `aliases cannot multiply a text, by breadth, by length or by themselves`() {
        let long = "a: &a \"\(repeated("x", 10_000))\"\nb: [\(repeated("*a, ", 10_000))*a]\n"
        #expect(refusal { try yaml(long) }?.code == .expansion)
        #expect(refusal { try yaml("a: &a [*a, *a]\n") } != nil)
        #expect(refusal { try yaml("a: &a {b: *a}\n") } != nil)
        var nested = "a0: &a0 [x]\n"
        for level in 1..<400 { nested += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect([.tooDeep, .expansion].contains(refusal { try yaml(nested) }?.code))
    }

    @Test func `messages quote the beginning of what is long`() {
        let long = repeated("ä", 1_000_000)
        for read: () throws -> Void in [
            { _ = try JSONPath(parsing: "$." + long + "[") }, { _ = try RegularExpression(ecmaScript: "(" + long) },
            { _ = try JSONPointer(parsing: long) }, { _ = try Timestamp(parsing: long) },
        ] {
            var message = ""
            do { try read() } catch { message = (error as? DocumentError)?.message ?? "" }
            #expect((50...700).contains(message.utf8.count), "\(message.utf8.count) bytes")
            #expect(message.contains("ä…`"), "\(message.prefix(100))")
        }
    }
}
