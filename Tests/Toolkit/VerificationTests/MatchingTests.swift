import Documents
import MessageSignatures
import Results
import Testing

@testable import Contracts
@testable import Verification

@Suite struct MatchingTests {
    private func isMatch(_ matcher: String, _ value: Node, form: Matching.Form = .node) throws -> Bool {
        let library = try Bench.library(response: "status: 200\nbody: { application/json: { match: { $: \(matcher) } } }")
        guard case .oneOf(let bodies)? = library.interactions.first?.response?.body, let expectation = bodies.first?.matches.first else {
            throw Bench.Problem(text: "no matcher")
        }
        let matching = Matching(values: ["one": 1, "name": "x"], now: Bench.start)
        let outcome = matching.outcome(of: value, expectation.matcher, path: "$", form: form)
        #expect(outcome.unresolved.isEmpty)
        return outcome.mismatches.isEmpty
    }

    @Test(
        arguments: [
            ("1", 1, true), ("1", 1.0, true), ("1", "1", false), ("'{{ one }}'", 1, true), ("'{{ name }}!'", "x!", true),
            ("null", Node.null, true),
            ("[1, 2]", [1, 2], true), ("[1, 2]", [2, 1], false), ("{ equals: { a: 1, b: 2 } }", ["b": 2, "a": 1], true),
            ("{ one_of: [a, b] }", "b", true), ("{ one_of: [a, b] }", "c", false),
            ("{ regex: '^[0-9a-f]{4}$' }", "00ff", true), ("{ regex: '^[0-9a-f]{4}$' }", "00fff", false),
            ("{ regex: a }", Node.null, false),
            ("{ include: no }", "no-store", true), ("{ include: 2 }", [1, 2], true), ("{ include: 3 }", [1, 2], false),
            ("{ min: 2 }", [1], false), ("{ min: 2 }", 2.5, true), ("{ max: 2 }", "abc", false), ("{ max: 3, min: 3 }", "äöü", true),
            ("{ min: 0 }", true, false), ("{ min: '{{ one }}' }", 0, false),
            ("{ each: { type: string } }", ["a", "b"], true), ("{ each: { type: string } }", ["a", 1], false), ("{ each: 1 }", [], true),
            ("{ each: { type: integer } }", ["k": 1], true), ("{ each: 1 }", "text", false),
            ("{ each: { $.a: 1 } }", [["a": 1], ["a": 1]], true), ("{ each: { $.a: 1 } }", [["a": 1], [:]], false),
            ("{ not_empty: true }", "", false), ("{ not_empty: true }", Node.null, false), ("{ not_empty: true }", 0, true),
            ("{ not_empty: true }", [:], false),
            ("{ absent: true }", Node.null, false),
            ("{ money: EUR }", ["amount": "12.34", "currency": "EUR"], true),
            ("{ money: EUR }", ["amount": "12.34", "currency": "USD"], false),
            ("{ money: true }", ["amount": 12.34, "currency": "EUR"], false), ("{ money: true }", "12.3", true),
            ("{ money: true }", "1e3", false),
            ("{ recent: 5m }", "2026-11-23T02:13:20Z", true), ("{ recent: 5m }", "2026-11-23T03:13:20Z", false),
            ("{ recent: 5m }", "soon", false),
            ("{ in_period: 2026-W47 }", "2026-11-22", true), ("{ in_period: 2026-W47 }", "2026-11-23", false),
            ("{ in_period: 2026-Q4 }", "2026-11-22T00:00:00Z", false), ("{ in_period: 2026-11-22 }", "2026-11-22", true),
            ("{ amounts_to: 12.5 }", "12.50", true), ("{ amounts_to: 12.5 }", 12.50, true), ("{ amounts_to: 12.5 }", "12.51", false),
            ("{ amounts_to: 0 }", "0.00", true), ("{ amounts_to: 0 }", "none", false),
            (
                "{ sha256_of: { base64: YWJj } }", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                true
            ),
            (
                "{ sha256_of: { text: abd } }", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                false
            ),
            ("{ sha256_of: { base64: 'no base64!' } }", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", false),
            ("{ size_of: { text: äb } }", 3, true), ("{ size_of: { base64: YWJj } }", 4, false),
            ("{ size_of: { canonical: { b: 1, a: 2 } } }", 13, true),
            (
                "{ patched: { document: { a: 1 }, patch: [{ op: replace, path: /a, value: 2 }] } }", ["a": 2],
                true
            ),
            ("{ patched: { document: { a: 1 }, patch: [{ op: replace, path: /a, value: 3 }] } }", ["a": 2], false),
            ("{ patched: { document: { a: 1 }, patch: [{ op: replace, path: /b, value: 2 }] } }", ["a": 2], false),
            ("{ patched: { document: { a: 1 }, patch: none } }", ["a": 1], false),
        ] as [(String, Node, Bool)])
    func `each rule takes what it should and nothing else`(matcher: String, value: Node, expected: Bool) throws {
        #expect(try isMatch(matcher, value) == expected)
    }

    @Test func `a signature is held against its bytes and the keys of its maker`() throws {
        let library = try Bench.library(
            response:
                "status: 200\nbody: { application/json: { match: { $.jws: { jws_of: { canonical: '{{ response.body.manifest }}' } } } } }")
        let (key, stranger) = (try SigningKey.generate(.ed25519, keyID: "a"), try SigningKey.generate(.ed25519, keyID: "a"))
        let manifest: Node = ["b": 1, "a": "ä"]
        func misses(_ jws: Node, keys: [VerificationKey]) throws -> Matching.Outcome {
            guard case .oneOf(let bodies)? = library.interactions.first?.response?.body, let expectation = bodies.first?.matches.first
            else {
                throw Bench.Problem(text: "no matcher")
            }
            let document: Node = ["manifest": manifest, "jws": jws]
            let values: [String: Node] = ["response": ["body": document]]
            return Matching(values: values, now: Bench.start, keys: KeySet(keys)).outcome(of: [expectation], in: document)
        }
        let bytes = try manifest.canonicalBytes()
        let good = [try JWS.detached(payload: bytes, key: key), try JWS.compact(payload: bytes, key: key)]
        for jws in good {
            #expect(try misses(.string(jws), keys: [key.verificationKey]) == Matching.Outcome())
            #expect(try misses(.string(jws), keys: [stranger.verificationKey]).mismatches.count == 1)
            #expect(try misses(.string(jws), keys: []) == Matching.Outcome(lacksKeys: true))
        }
        let bad: [Node] = [
            .string(try JWS.detached(payload: manifest.compactBytes(), key: key)),
            .string(try JWS.compact(payload: bytes + [32], key: key)), "x..y", "none", 1, .null,
        ]
        for jws in bad { #expect(try misses(jws, keys: [key.verificationKey]).mismatches.count == 1) }
    }

    @Test func `a literal of a path may name a variable`() throws {
        let library = try Bench.library(
            response: "status: 200\nbody: { application/json: { match: { \"$.files[?@.name == '{{ name }}'].size\": 3 } } }")
        guard case .oneOf(let bodies)? = library.interactions.first?.response?.body, let expectation = bodies.first?.matches.first else {
            throw Bench.Problem(text: "no matcher")
        }
        for name in ["x", "it's", "a\"b\\", "x' || true || '", "{{ name }}"] {
            let document: Node = ["files": [["name": .string(name), "size": 3], ["name": "other", "size": 4]]]
            let matching = Matching(values: ["name": .string(name)], now: Bench.start)
            #expect(matching.outcome(of: [expectation], in: document) == Matching.Outcome(), "\(name)")
            let without = matching.outcome(of: [expectation], in: ["files": [["name": "other", "size": 3]]])
            #expect(without.mismatches.count == 1, "\(name)")
        }
        let unknown = Matching(values: [:], now: Bench.start).outcome(of: [expectation], in: ["files": []])
        #expect(unknown.unresolved.map(\.name) == ["name"] && unknown.mismatches.isEmpty)
    }

    @Test(
        arguments: [
            ("string", "x", 1), ("number", 1.5, "1.5"), ("integer", 2.0, 2.5), ("boolean", false, 0), ("object", [:], []),
            ("array", [], [:]),
            ("null", Node.null, ""), ("uuid", "0193F6C2-7c4e-7e1b-9f3a-2b6f0f6f1a11", "0193f6c27c4e7e1b9f3a2b6f0f6f1a11"),
            ("date", "2024-02-29", "2023-02-29"),
            ("timestamp", "2026-10-15T00:00:00+02:00", "2026-10-15 00:00:00"), ("url", "https://a.test/b?c#d", "/b"),
            ("url", "urn:x:y", "https://"),
            ("decimal", "-12.340", "12."), ("decimal", "0", "1e5"),
            ("sha256", .string(String(repeating: "0a", count: 32)), .string(String(repeating: "0A", count: 32))), ("base64", "YQ==", "YQ="),
            ("base64", "", "a b="), ("http-date", "Sun, 06 Nov 1994 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT"),
        ] as [(String, Node, Node)])
    func `each type takes its own and not its neighbour`(type: String, good: Node, bad: Node) throws {
        #expect(try isMatch("{ type: \(type) }", good))
        #expect(try !isMatch("{ type: \(type) }", bad))
    }

    @Test func `in header fields text stands for numbers`() throws {
        #expect(try isMatch("{ type: integer, min: 5 }", "10", form: .text))
        #expect(try !isMatch("{ type: integer }", "ten", form: .text))
        #expect(try isMatch("7", "7", form: .text))
        #expect(try !isMatch("{ type: boolean }", "\"true\"", form: .text))
    }

    @Test func `normalized paths are shown as people write them`() {
        #expect(Matching.readable("$['a'][0]['b-c']['d']") == "$.a[0]['b-c'].d")
        #expect(Matching.readable("$") == "$")
    }

    @Test func `paths inside elements are shown whole`() throws {
        let library = try Bench.library(response: "status: 200\nbody: { application/json: { match: { $.l: { each: { $.a.b: 1 } } } } }")
        let place = try Bench.records(library, Bench.json(#"{"l":[{"a":{"b":1}},{"a":{"b":2}},{}]}"#)).of("body.match")?.findings.map(
            \.place)
        #expect(place?.first == "in the answer at $.l[1].a.b (byte 30)")
        #expect(place?.last??.hasPrefix("in the answer at $.l[2].a.b") == true)
    }
}

@Suite struct ExcerptTests {
    @Test func `secrets and personal data are blotted out`() {
        #expect(
            Excerpt.text(["email": "a@b.de", "access_token": "x", "ok": 1] as Node)
                == #"{"email":"[redacted]","access_token":"[redacted]","ok":1}"#)
        #expect(Excerpt.text("Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.c2ln") == "Bearer [redacted]")
        #expect(Excerpt.text("write to jane.doe@example.org now") == "write to [redacted] now")
        #expect(Excerpt.text("card 4111111111111111, id 4111111111111112") == "card [redacted], id 4111111111111112")
    }

    @Test func `digests, ids and ordinary words stay`() {
        let text = "0193f6c2-7c4e-7e1b-9f3a-2b6f0f6f1a11 " + String(repeating: "ab", count: 32)
        #expect(Excerpt.text(text) == text)
    }

    @Test func `what is long is cut`() {
        #expect(Excerpt.text(String(repeating: "x", count: 100_000)).count == Excerpt.limit + 1)
        #expect(Excerpt.text([UInt8](repeating: 0xFF, count: 1_000_000)).count <= Excerpt.limit + 1)
    }
}
