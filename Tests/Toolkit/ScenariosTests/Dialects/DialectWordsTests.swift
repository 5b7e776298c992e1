import Documents
import HTTPTypes
import Results
import Testing
import Verification

@testable import Scenarios

/// The pure parts of a dialect: targets, documents, fields.
@Suite struct DialectWordsTests {
    private func dialect(_ text: String) throws -> Dialect {
        let (dialect, findings) = Dialect.read(Array("schema_version: 1\n\(text)".utf8), file: "test.dialect.yaml")
        return try #require(dialect, "\(findings.map(\.message))")
    }

    private func json(_ text: String) throws -> Node { try JSONReader.read(Array(text.utf8)) }

    private static let paths = """
        paths:
          /reports/{period}: /v2/statements?date={period}
          /reports/{period}/{template}: /v2/statements/{template}.doc?date={period}
          /reports/{period}/T16: /v2/daily/{period}
          /audit?entity=bonus_rule&id={id}: /v2/rules/{id}/trail
          /audit?entity={entity}&id={id}: /v2/trail/{entity}/{id}
          PUT /rules/{id}: POST /v2/rules/{id}
        parameters: { licence: operator }
        values: { template: { X-GAR-D: daily activity }, format: { csv: CSV } }
        """

    @Test(arguments: [
        ("GET", "/reports/2026-11-22", "GET /v2/statements?date=2026-11-22"),
        ("GET", "/reports/2026-11-22?licence=L%201&limit=2", "GET /v2/statements?date=2026-11-22&operator=L%201&limit=2"),
        ("GET", "/reports/2026-11-22?format=csv", "GET /v2/statements?date=2026-11-22&format=CSV"),
        ("GET", "/reports/2026-11-22/X-GAR-D", "GET /v2/statements/daily%20activity.doc?date=2026-11-22"),
        ("GET", "/reports/2026-11-22/T16", "GET /v2/daily/2026-11-22"),
        ("GET", "/reports/a%2Fb%26c", "GET /v2/statements?date=a%2Fb%26c"),
        ("GET", "/audit?id=r%201&entity=bonus_rule&proof=true", "GET /v2/rules/r%201/trail?proof=true"),
        ("GET", "/audit?entity=bonusRule&id=7", "GET /v2/trail/bonusRule/7"), ("PUT", "/rules/7", "POST /v2/rules/7"),
    ])
    func `a target of the contracts is put in the subject's words`(method: String, target: String, wire: String) throws {
        let spoken = try #require(try dialect(Self.paths).spoken(method, RequestTarget(target)))
        #expect("\(spoken.method) \(spoken.target)" == wire)
    }

    @Test(arguments: [
        ("GET", "/rules/7"), ("GET", "/reports"), ("GET", "/reports/"), ("GET", "/reports/a/b/c"), ("GET", "/audit?entity=player"),
        ("GET", "/v2/statements?date=2026-11-22"), ("GET", "/"),
    ])
    func `a target that the dialect does not name stays`(method: String, target: String) throws {
        #expect(try dialect(Self.paths).spoken(method, RequestTarget(target)) == nil)
    }

    private static let words = """
        members:
          list: { reports: items, files: attachments, sha256: checksum }
          answer core.a/*: { sha256: digest }
          GET /things/{id}: { name: title }
        values: { state: { acknowledged: DONE, accepted: OPEN, taken: OPEN } }
        """

    private func glossary(
        _ dialect: Dialect, side: Vocabulary.Side = .answer, id: String = "core.b/one", schemas: Set<String> = ["list"],
        target: String? = nil
    ) -> Glossary {
        dialect.glossary(
            for: Vocabulary.Subject(
                side: side, interactionID: id, schemas: schemas, target: target.map { ("GET", RequestTarget($0)) }))
    }

    @Test func `members are renamed at every depth and keep their places`() throws {
        let wire = try json(#"{"items":[{"state":"DONE","attachments":[{"checksum":"ab"}]}],"other":1}"#)
        let heard = glossary(try dialect(Self.words)).heard(wire)
        #expect(heard == ["reports": [["state": "acknowledged", "files": [["sha256": "ab"]]]], "other": 1])
        #expect(heard["reports"]?.place == wire["items"]?.place)
        #expect(heard.member("reports")?.keyPlace == wire.member("items")?.keyPlace)
        #expect(heard["reports"]?[0]?["state"]?.place.offset == 19)
    }

    @Test func `what was heard is spoken again, and of two words that are one the first is heard`() throws {
        let glossary = glossary(try dialect(Self.words))
        let document: Node = ["reports": [["files": [], "state": "accepted"]], "state": ["accepted", "unknown"]]
        #expect(glossary.heard(glossary.spoken(document)) == document)
        #expect(glossary.spoken(["state": "taken"]) == ["state": "OPEN"])
    }

    @Test func `a member with a contract's name does not stand in for the one the dialect names`() throws {
        let glossary = glossary(try dialect(Self.words))
        #expect(glossary.heard(try json(#"{"reports":[1],"items":[]}"#)) == ["wire:reports": [1], "reports": []])
        #expect(glossary.heard(["reports": [1]]) == ["reports": [1]])
        #expect(glossary.heard(try json(#"{"items":1,"wire:reports":2,"reports":3}"#))["reports"] == 1)
    }

    @Test func `vocabularies hold for their schema, interactions, side or target alone`() throws {
        let dialect = try dialect(Self.words)
        let wire: Node = ["digest": "d", "checksum": "c", "title": "t"]
        #expect(glossary(dialect).heard(wire) == ["digest": "d", "sha256": "c", "title": "t"])
        #expect(glossary(dialect, id: "core.a/x").heard(wire) == ["sha256": "d", "checksum": "c", "title": "t"])
        #expect(glossary(dialect, side: .request, id: "core.a/x", schemas: []).heard(wire) == wire)
        #expect(glossary(dialect, schemas: [], target: "/things/7?x=1").heard(wire) == ["digest": "d", "checksum": "c", "name": "t"])
        #expect(glossary(dialect, schemas: []).heard(wire) == wire)
    }

    @Test func `header fields are renamed both ways whatever their case`() throws {
        let fields = try dialect("headers: { X-Request-ID: X-Correlation-Id }").fields
        let requestID = try #require(HTTPField.Name("x-request-id"))
        let correlation = try #require(HTTPField.Name("X-CORRELATION-ID"))
        #expect(fields.heard([correlation: "1"])[requestID] == "1")
        #expect(fields.spoken([requestID: "1", .accept: "*/*"]) == [correlation: "1", .accept: "*/*"])
        #expect(fields.heard([correlation: "1", requestID: "2"])[fields: requestID].map(\.value) == ["1"])
        #expect(fields.heard([requestID: "2"])[requestID] == "2")
    }

    @Test func `the end of a problem's type becomes the contracts' code`() throws {
        let dialect = try dialect("problems: { signature-invalid: bad-signature, expired: 'urn:nw:late' }")
        func type(_ text: String) -> String? { dialect.heardProblem(["type": .string(text), "status": 401])["type"]?.string }
        #expect(type("https://nw.example/errors/bad-signature") == "https://nw.example/errors/signature-invalid")
        #expect(type("urn:nw:late") == "expired")
        #expect(type("https://nw.example/errors/not-bad-signature") == "https://nw.example/errors/not-bad-signature")
        #expect(dialect.heardProblem(["type": "bad-signature"])["type"] == "bad-signature")
    }

    @Test func `names on the wire are put into component identifiers`() {
        let names = WireNames(fields: ["idempotency-key": "x-delivery"])
        #expect(names.component("idempotency-key") == "x-delivery")
        #expect(names.component(#""idempotency-key";req"#) == #""x-delivery";req"#)
        #expect(names.component("Idempotency-Key;sf") == "x-delivery;sf")
        #expect(names.component("@method") == "@method")
        #expect(names.component(#""content-digest";req"#) == #""content-digest";req"#)
    }
}
