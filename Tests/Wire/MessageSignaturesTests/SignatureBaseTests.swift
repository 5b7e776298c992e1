import HTTPTypes
import Testing

@testable import MessageSignatures

/// The examples in the running text of RFC 9421 §2.
@Suite struct SignatureBaseTests {
    private func value(_ component: String, of message: SignedMessage) throws -> String {
        try message.value(of: try Component(parsing: component))
    }

    private func get(_ uri: String, _ fields: HTTPFields = [:], method: String = "GET") -> SignedMessage {
        .request(method: method, targetURI: uri, fields: fields)
    }

    @Test func `field lines are joined and white space around them goes`() throws {
        let message = get(
            "https://www.example.com/",
            try .of(
                ("Cache-Control", "max-age=60"), ("X-OWS-Header", "  Leading and trailing whitespace.   "),
                ("Cache-Control", "    must-revalidate"), ("X-Empty-Header", "")))
        #expect(try value("cache-control", of: message) == "max-age=60, must-revalidate")
        #expect(try value("x-ows-header", of: message) == "Leading and trailing whitespace.")
        #expect(try value("x-empty-header", of: message) == "")
    }

    @Test func `structured fields are written anew and their members picked`() throws {
        let fields = try HTTPFields.of(
            ("Example-Dict", "  a=1,    b=2;x=1;y=2,   c=(a   b    c), d"), ("Priority", "u=1,i"), ("Example-Item", "\"x\" ;bad"))
        let message = SignedMessage.request(
            method: "GET", targetURI: "https://example.com/", fields: fields,
            structuredFields: ["example-dict": .dictionary, "example-item": .item])
        #expect(try value("example-dict", of: message) == "a=1,    b=2;x=1;y=2,   c=(a   b    c), d")
        #expect(try value("example-dict;sf", of: message) == "a=1, b=2;x=1;y=2, c=(a b c), d")
        #expect(try value("example-dict;key=\"a\"", of: message) == "1")
        #expect(try value("example-dict;key=\"d\"", of: message) == "?1")
        #expect(try value("example-dict;key=\"b\"", of: message) == "2;x=1;y=2")
        #expect(try value("example-dict;key=\"c\"", of: message) == "(a b c)")
        #expect(try value("priority;sf", of: message) == "u=1, i")
        #expect(throws: SignatureError(.componentMissing, "")) { try value("example-dict;key=\"z\"", of: message) }
        #expect(throws: SignatureError(.ambiguousComponent, "")) { try value("example-item;sf", of: message) }
        #expect(throws: SignatureError(.ambiguousComponent, "")) { try value("example-dict;sf", of: get("https://example.com/", fields)) }
    }

    @Test func `byte sequences keep lines apart that joining would not`() throws {
        let two = get("https://example.com/", try .of(("Example-Header", "value, with, lots"), ("Example-Header", "of, commas")))
        let one = get("https://example.com/", try .of(("Example-Header", "value, with, lots, of, commas")))
        #expect(try value("example-header", of: two) == value("example-header", of: one))
        #expect(try value("example-header;bs", of: two) == ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:")
        #expect(try value("example-header;bs", of: one) == ":dmFsdWUsIHdpdGgsIGxvdHMsIG9mLCBjb21tYXM=:")
    }

    @Test func `a value beyond ASCII can only be covered as bytes`() throws {
        let message = get("https://example.com/", try .of(("X-Name", "Zoë")))
        #expect(throws: SignatureError(.ambiguousComponent, "")) { try value("x-name", of: message) }
        #expect(try value("x-name;bs", of: message) == ":Wm/Dqw==:")
    }

    @Test func `trailers are told from fields`() throws {
        let message = SignedMessage.response(
            status: 200, fields: try .of(("Expires", "a")), trailers: try .of(("Expires", "b")), answering: nil)
        #expect(try value("expires", of: message) == "a")
        #expect(try value("expires;tr", of: message) == "b")
        #expect(throws: SignatureError(.componentMissing, "")) { try value("date;tr", of: message) }
    }

    @Test func `derived components come from method and target`() throws {
        let message = get("https://WWW.example.com:443/path/%7Eto?param=value", method: "POST")
        let expected = [
            "@method": "POST", "@target-uri": "https://WWW.example.com:443/path/%7Eto?param=value", "@authority": "www.example.com",
            "@scheme": "https",
            "@request-target": "/path/%7Eto?param=value", "@path": "/path/%7Eto", "@query": "?param=value",
        ]
        for (component, text) in expected { #expect(try value(component, of: message) == text) }
        let bare = get("http://example.com:8080")
        #expect(try value("@path", of: bare) == "/")
        #expect(try value("@query", of: bare) == "?")
        #expect(try value("@authority", of: bare) == "example.com:8080")
        #expect(try value("@target-uri", of: bare) == "http://example.com:8080/")
        #expect(try value("@query", of: get("https://example.com/p?")) == "?")
        #expect(try value("@target-uri", of: get("https://example.com?q")) == "https://example.com/?q")
        #expect(try value("@authority", of: get("http://[::1]:80/")) == "[::1]")
        #expect(try value("@authority", of: get("http://[::1]/")) == "[::1]")
        #expect(try value("@authority", of: get("https://example.com:80/")) == "example.com:80")
        let proxied = SignedMessage.request(method: "OPTIONS", targetURI: "https://example.com/", fields: [:], requestTarget: "*")
        #expect(try value("@request-target", of: proxied) == "*")
        #expect(try value("@status", of: .response(status: 503, fields: [:], answering: nil)) == "503")
    }

    @Test(arguments: [
        "/relative", "", "ftp://example.com/", "https:///x", "https://user@example.com/", "https://example.com/#f",
        "https://example.com:x/", "https://:1/", "https://exa mple.com/", "https://ex\u{FC}.com/",
    ])
    func `a target that is no absolute URI has no parts`(uri: String) {
        for component in ["@authority", "@scheme", "@path", "@query", "@target-uri", "@request-target"] {
            #expect(throws: SignatureError(.componentMissing, "")) { try value(component, of: get(uri)) }
        }
    }

    @Test func `query parameters are decoded and encoded again`() throws {
        let message = get(
            "https://www.example.com/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something&qux=&twice=1&twice=2"
        )
        #expect(try value("@query-param;name=\"var\"", of: message) == "this%20is%20a%20big%0Amultiline%20value")
        #expect(try value("@query-param;name=\"bar\"", of: message) == "with%20plus%20whitespace")
        #expect(try value("@query-param;name=\"fa%C3%A7ade%22%3A%20\"", of: message) == "something")
        #expect(try value("@query-param;name=\"qux\"", of: message) == "")
        #expect(throws: SignatureError(.ambiguousComponent, "")) { try value("@query-param;name=\"twice\"", of: message) }
        #expect(throws: SignatureError(.componentMissing, "")) { try value("@query-param;name=\"none\"", of: message) }
    }

    @Test func `an answer can cover the question`() throws {
        let request = get(
            "https://example.com/foo", try .of(("Signature", "sig1=:AQID:"), ("Content-Digest", "sha-256=:AQID:")), method: "POST")
        let response = SignedMessage.response(status: 200, fields: try .of(("Content-Digest", "sha-256=:BAUG:")), answering: request)
        #expect(try value("@method;req", of: response) == "POST")
        #expect(try value("content-digest", of: response) == "sha-256=:BAUG:")
        #expect(try value("content-digest;req", of: response) == "sha-256=:AQID:")
        #expect(try value("signature;req;key=\"sig1\"", of: response) == ":AQID:")
        #expect(throws: SignatureError(.componentMissing, "")) {
            try value("@method;req", of: .response(status: 200, fields: [:], answering: nil))
        }
        #expect(throws: SignatureError(.unknownComponent, "")) { try value("@method;req", of: request) }
        #expect(throws: SignatureError(.unknownComponent, "")) { try value("@method", of: response) }
        #expect(throws: SignatureError(.unknownComponent, "")) { try value("@status", of: request) }
        #expect(throws: SignatureError(.componentMissing, "")) {
            try value("@status", of: .response(status: 42, fields: [:], answering: nil))
        }
    }
}
