import Testing

@testable import MessageSignatures

@Suite struct ComponentTests {
    @Test(arguments: [
        ("@status", "\"@status\""), ("content-digest", "\"content-digest\""), ("\"@method\";req", "\"@method\";req"),
        ("@method;req", "\"@method\";req"),
        ("\"@query-param\";name=\"id\"", "\"@query-param\";name=\"id\""), ("x-a;sf;tr;req", "\"x-a\";sf;tr;req"),
        ("signature;req;key=\"a;b\"", "\"signature\";req;key=\"a;b\""),
        ("x-a;bs;tr", "\"x-a\";bs;tr"), ("x-a;sf;key=\"k\"", "\"x-a\";sf;key=\"k\""),
    ])
    func `an identifier is read with and without quotes`(text: String, canonical: String) throws {
        #expect(try Component(parsing: text).description == canonical)
    }

    @Test(arguments: [
        "", "@", "@unknown", "@signature-params", "\"@signature-params\"", "Content-Digest", "\"Date\"", "a b", "a:b", "x-a;foo",
        "x-a;sf=?0", "x-a;sf=1", "x-a;key", "x-a;key=tok",
        "x-a;bs;sf", "x-a;bs;key=\"a\"", "@method;sf", "@method;bs", "@method;tr", "@path;key=\"a\"", "@query-param", "@query-param;name=a",
        "x-a;name=\"a\"", "@status;req", "\"x-a\" ;req",
        "\"x-a\"x", "x-a;", ";req", "\"x-a", "x-a;REQ", "x-ä",
    ])
    func `everything RFC 9421 does not define is refused`(text: String) {
        #expect(throws: SignatureError.self) { try Component(parsing: text) }
    }

    @Test func `what is undefined is told from what is ill-formed`() {
        #expect(throws: SignatureError(.unknownComponent, "")) { try Component(parsing: "@unknown") }
        #expect(throws: SignatureError(.unknownComponent, "")) { try Component(parsing: "x-a;foo") }
        #expect(throws: SignatureError(.malformed, "")) { try Component(parsing: "\"x-a") }
        #expect(throws: SignatureError(.malformed, "")) { try Component(parsing: "x-a;") }
    }

    @Test func `the order of parameters does not make another component`() throws {
        let (one, two) = (try Component(parsing: "x-a;req;sf"), try Component(parsing: "x-a;sf;req"))
        #expect(one == two)
        #expect(Set([one, two]).count == 1)
        #expect(one.description != two.description)
        #expect(try Component(parsing: "x-a;sf") != one)
    }
}
