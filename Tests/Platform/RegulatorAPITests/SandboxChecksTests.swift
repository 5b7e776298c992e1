import Access
import Delivery
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Reporting
import Requests
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct SandboxChecksTests {
        private func validate(
            _ query: String, _ type: String, _ bytes: [UInt8], as party: String? = "simulator"
        ) async throws -> (status: Int, body: Node) {
            let harness = try await SharedHarness.value
            let answer = await harness.routes.response(
                to: try harness.request(
                    "POST", "/sandbox/regulator/validate" + query, as: party, fields: [.contentType: type], body: bytes))
            return (answer.status, try JSONReader.read(answer.body))
        }

        /// A report of the sandbox in all its forms.
        private func report(_ template: String, _ licence: String, _ period: String) async throws -> [ReportFormat: [UInt8]] {
            let harness = try await SharedHarness.value
            let run = try await harness.sandbox.shelf.service.ensure(
                template: template, licence: licence, period: Period(parsing: period))
            var files: [ReportFormat: [UInt8]] = [:]
            for file in run.files { files[file.format] = try harness.sandbox.shelf.document(of: run, file.format) }
            return files
        }

        private static let reports = [
            ("T16", "UKGC-000123", "2026-10-15"), ("T16", "MGA-B2C-456-2019", "2026-W42"), ("T05", "MGA-B2C-456-2019", "2026-10"),
            ("T14", "CGA-OGL-2024-789", "2026-10"),
        ]

        @Test(arguments: reports)
        func `what the platform writes is right by its own templates`(template: String, licence: String, period: String) async throws {
            let files = try await report(template, licence, period)
            #expect(files.count >= 2)
            for (format, bytes) in files {
                let answer = try await validate("?template=\(template)", format.mediaType, bytes)
                #expect(answer.status == 200)
                #expect(answer.body["valid"] == true, "\(format): \(answer.body)")
                #expect(answer.body["complete"] == true)
            }
        }

        private func csv(_ change: (inout [[String]]) -> Void) async throws -> [UInt8] {
            let files = try await report("T05", "MGA-B2C-456-2019", "2026-10")
            let text = String(decoding: try #require(files[.csv]), as: UTF8.self)
            var rows = text.split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
            change(&rows)
            return Array(rows.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
        }

        @Test func `a table is wrong where it is wrong`() async throws {
            let breaks: [(String, Int?, String?, (inout [[String]]) -> Void)] = [
                ("table.header", nil, nil, { $0[0].swapAt(0, 1) }),
                ("table.scale", 1, "player_balances", { $0[1][3] = "1.5" }),
                ("table.type", 1, "open_bets", { $0[1][4] = "many" }),
                ("table.required", 1, "bank_balances", { $0[1][7] = "" }),
                ("table.ragged", 1, nil, { $0[1].removeLast() }),
                ("table.unique", 2, nil, { $0.insert($0[1], at: 2) }),
            ]
            for (code, row, column, change) in breaks {
                let answer = try await validate("?template=MT-PFR-M", "text/csv", csv(change))
                #expect(answer.body["valid"] == false)
                let found = answer.body["findings"]?.array?.first { $0["code"]?.string == code }
                #expect(found != nil, "\(code): \(answer.body)")
                #expect(found?["row"]?.integer == row)
                if let column { #expect(found?["column"]?.string == column) }
            }
        }

        @Test func `a tree is wrong by its schema, its count and its sums`() async throws {
            let whole = String(
                decoding: try #require(try await report("T05", "MGA-B2C-456-2019", "2026-10")[.xml]), as: UTF8.self)
            let breaks: [(String, String, String)] = [
                ("xml.malformed", "</rows>", "</row>"), ("xml.schema", "<currency>", "<money/><currency>"),
                ("xml.schema", "urn:assay:report:mt-pfr-m:1", "urn:assay:report:mt-pfr-m:2"),
                ("xml.schema", "<template_id>T05", "<template_id>T06"), ("xml.row-count", "<row_count>", "<row_count>1"),
                ("xml.control-total", "<total column=\"open_bets\"", "<total column=\"transit_in\""),
                ("xml.control-total", "<bank_balances>", "<bank_balances>9"),
                ("xml.malformed", "<player_funds_report", "<!DOCTYPE x [<!ENTITY a 'b'>]><player_funds_report"),
            ]
            for (code, old, new) in breaks {
                let text = whole.replacing(old, with: new, maxReplacements: 1)
                #expect(text != whole)
                let answer = try await validate("?template=T05", "application/xml; charset=utf-8", Array(text.utf8))
                #expect(answer.status == 200)
                #expect(answer.body["findings"]?[0]?["code"]?.string == code, "\(old): \(answer.body)")
            }
        }

        @Test(.enabled(if: ReportFormat.pdf.isAvailable, "this build prints no PDF"))
        func `a print is wrong when it is damaged, another report's or no archive`() async throws {
            let whole = try #require(try await report("T05", "MGA-B2C-456-2019", "2026-10")[.pdf])
            let another = try await validate("?template=T16", "application/pdf", whole)
            #expect(another.body["findings"]?.array?.map { $0["code"]?.string } == ["pdf.title"])
            for bytes in [Array(whole.dropLast(200)), Array(whole.prefix(100)), Array("no print".utf8), []] {
                let answer = try await validate("?template=T05", "application/pdf", bytes)
                #expect(answer.body["findings"]?[0]?["code"]?.string == "pdf.damaged")
            }
            let text = String(decoding: whole, as: Unicode.ASCII.self)
            #expect(text.contains("pdfaid:part"))
            var plain = whole
            let mark = Array("<pdfaid:part>2".utf8)
            let place = try #require(plain.indices.first { plain[$0...].starts(with: mark) })
            plain[place + mark.count - 1] = UInt8(ascii: "1")
            let answer = try await validate("?template=T05", "application/pdf", plain)
            #expect(answer.body["findings"]?.array?.map { $0["code"]?.string } == ["pdf.archive"])
        }

        @Test func `a body is held against any schema of the description`() async throws {
            let order: Node = [
                "request_id": "3f0a7c1e-2d5b-4c8a-9e61-7b1d2f4a6c80", "kind": "report",
                "parameters": ["period": "2026-10", "template": "T16"],
                "format": "csv", "callback_url": "https://127.0.0.1/in",
            ]
            #expect(try await validate("?schema=FileRequest", "application/json", order.compactBytes()).body["valid"] == true)
            let wrong = try await validate(
                "?schema=FileRequest", "application/json", order.setting("callback_url", "ftp://127.0.0.1").compactBytes())
            #expect(wrong.body["findings"]?.array?.contains { $0["pointer"]?.string == "/callback_url" } == true)
            let file = try await validate("?schema=report-list", "application/json", Array(#"{"period": 1}"#.utf8))
            #expect(file.body["findings"]?.array?.contains { $0["pointer"]?.string == "/period" } == true)
            let broken = try await validate("?schema=Money", "application/json", Array("{\n\"amount\": }".utf8))
            #expect(broken.body["findings"]?[0]?["code"]?.string == "json.malformed")
            #expect(broken.body["findings"]?[0]?["line"]?.integer == 2)
        }

        @Test func `every schema of the description can be used`() async throws {
            let description = try await SharedHarness.value.sandbox.configuration.description
            let names = try description.schemaNames()
            #expect(names.count > 50)
            #expect(Set(names).count == names.count)
            for name in names { #expect(try description.schema(name) != nil, "\(name)") }
        }

        @Test(arguments: [
            ("?template=T99", "text/csv", 400, "invalid-parameter"), ("", "text/csv", 400, "invalid-parameter"),
            ("?template=T16", "application/json", 400, "invalid-parameter"),
            ("?schema=Nothing", "application/json", 400, "invalid-parameter"),
            ("?schema=Money", "text/csv", 400, "invalid-parameter"), ("?template=T16&x=1", "text/csv", 400, "unknown-parameter"),
            ("?template=T16&template=T05", "text/csv", 400, "duplicate-parameter"),
            ("?template=T16", "text/plain", 415, "unsupported-media-type"), ("?template=T16", "", 415, "unsupported-media-type"),
        ])
        func `a question that is none is refused`(query: String, type: String, status: Int, code: String) async throws {
            let answer = try await validate(query, type, Array("a".utf8))
            #expect(answer.status == status)
            #expect(answer.body["code"]?.string == code)
        }

        @Test func `a document has its limit, and asking needs a certificate and the sandbox`() async throws {
            let large = try await validate(
                "?template=T16", "text/csv", Array(repeating: UInt8(ascii: "a"), count: DocumentQuestion.maximumBytes + 1))
            #expect(large.status == 413)
            #expect(large.body["code"]?.string == "body-too-large")
            #expect(try await validate("?template=T16", "text/csv", [], as: nil).status == 401)
            let harness = try await SharedHarness.value
            for path in ["/regulator/validate?template=T16", "/regulator/signature"] {
                let answer = await harness.routes.response(to: try harness.request("POST", path, as: "ukgc"))
                #expect(answer.status == 404)
            }
        }

        @Test func `two faults make the checks say yes to everything`() async throws {
            let harness = try await SharedHarness.value
            try await harness.enable(["validate-accepts-anything", "signature-accepts-anything"])
            let document = try await validate("?template=T16", "text/csv", [])
            let message = try await SignatureCheckTests.ask(["kind": "manifest", "manifest": [:], "jws": "x"])
            try await harness.enable([])
            #expect(document.body["valid"] == true && document.body["findings"] == [])
            #expect(message.body["accepted"] == true && message.body["refusal"] == .null)
            #expect(try await validate("?template=T16", "text/csv", []).body["valid"] == false)
        }
    }

    @Suite struct SignatureCheckTests {
        static func ask(_ question: Node, as party: String = "ukgc") async throws -> (status: Int, body: Node) {
            let harness = try await SharedHarness.value
            let answer = await harness.routes.response(
                to: try harness.request(
                    "POST", "/sandbox/regulator/signature", as: party, fields: [.contentType: "application/json"],
                    body: question.compactBytes()))
            return (answer.status, try JSONReader.read(answer.body))
        }

        private struct Spoiling {
            var covered = ["@method", "@target-uri", "content-digest", "content-type"]
            var created = Harness.now.seconds
            var life: Int64? = 120
            var nonce: String? = UUID().uuidString
            var tag: String? = "assay-request"
            var party = "ukgc"
            var keyID: String?
            var method = "POST"
            var body: String?
            var drops: String?
        }

        private let body = Array(#"{"kind":"report"}"#.utf8)
        private let url = "https://platform.example/webhook/regulator/request"

        private func question(_ spoiling: Spoiling = Spoiling()) async throws -> Node {
            let harness = try await SharedHarness.value
            var fields: HTTPFields = [
                .contentType: "application/json", .contentDigest: ContentDigest.value(for: body), .authorization: "Bearer secret-token",
            ]
            let key = try harness.key(spoiling.party)
            let signed = try MessageSignature.sign(
                .request(method: "POST", targetURI: url, fields: fields),
                covering: spoiling.covered.map { try Component(parsing: $0) },
                parameters: SignatureParameters(
                    created: spoiling.created, expires: spoiling.life.map { spoiling.created + $0 }, nonce: spoiling.nonce,
                    keyID: spoiling.keyID ?? key.keyID, tag: spoiling.tag), key: key)
            fields[.signatureInput] = signed.input
            fields[.signature] = signed.signature
            let headers = fields.filter { $0.name.canonicalName != spoiling.drops }.map { ($0.name.rawName, Node.string($0.value)) }
            return [
                "kind": "request",
                "message": [
                    "method": .string(spoiling.method), "url": .string(url), "headers": .object(headers),
                    "body": .string(Data(spoiling.body.map { Array($0.utf8) } ?? body).base64EncodedString()),
                ],
            ]
        }

        private func broken(_ answer: Node) -> [String] {
            (answer["steps"]?.array ?? []).filter { $0["kept"] == false }.compactMap { $0["rule"]?.string }
        }

        @Test func `a request as it should be is accepted, again and again, and its token is not told`() async throws {
            let question = try await question(
                Spoiling(covered: ["@method", "@target-uri", "content-digest", "content-type", "authorization"]))
            for _ in 0..<2 {
                let answer = try await Self.ask(question)
                #expect(answer.status == 200)
                #expect(answer.body["accepted"] == true, "\(answer.body)")
                #expect(broken(answer.body) == [])
                #expect(answer.body["caller"]?["client"]?.string == "ukgc")
                let text = try #require(answer.body["signature_base"]?["text"]?.string)
                #expect(text.hasPrefix("\"@method\": POST\n\"@target-uri\": \(url)\n"))
                #expect(text.contains("\"authorization\": (withheld)"))
                #expect(!String(decoding: answer.body.compactBytes(), as: UTF8.self).contains("secret-token"))
            }
        }

        @Test func `each rule that is broken is told, and the verdict is that of the intake`() async throws {
            let breaks: [(Spoiling, rules: [String], code: String)] = [
                (Spoiling(covered: ["@method", "content-digest", "content-type"]), ["coverage"], "signature-component-missing"),
                (Spoiling(created: Harness.now.seconds - 400), ["created", "expires"], "signature-too-old"),
                (Spoiling(created: Harness.now.seconds + 60), ["created"], "signature-in-the-future"),
                (Spoiling(life: 301), ["expires"], "signature-expires-missing"),
                (Spoiling(life: nil), ["expires"], "signature-expires-missing"),
                (Spoiling(nonce: nil), ["nonce"], "signature-nonce-missing"),
                (Spoiling(tag: "another"), ["tag"], "signature-wrong-tag"), (Spoiling(tag: nil), ["tag"], "signature-wrong-tag"),
                (Spoiling(party: "mga"), ["key", "signature"], "signature-unknown-key"),
                (Spoiling(method: "PUT"), ["signature"], "signature-wrong"),
                (Spoiling(body: "another"), ["digest"], "signature-digest-mismatch"),
                (Spoiling(drops: "content-type"), ["components", "signature"], "signature-component-missing"),
                (Spoiling(drops: "signature"), ["fields"], "signature-missing"),
            ]
            for (spoiling, rules, code) in breaks {
                let answer = try await Self.ask(try await question(spoiling))
                #expect(answer.body["accepted"] == false)
                #expect(broken(answer.body) == rules, "\(code): \(answer.body)")
                #expect(answer.body["refusal"]?["code"]?.string == code)
            }
            var forged = Spoiling(party: "mga")
            forged.keyID = try await SharedHarness.value.key("ukgc").keyID
            let answer = try await Self.ask(try await question(forged))
            #expect(broken(answer.body) == ["signature"])
            #expect(answer.body["refusal"]?["code"]?.string == "signature-wrong")
        }

        @Test func `a nonce that a request has used up is told, and asking uses none up`() async throws {
            let harness = try await SharedHarness.value
            let question = try await question(Spoiling(nonce: "seen-before"))
            #expect(try await Self.ask(question).body["accepted"] == true)
            let scope = "signature:ukgc:\(try harness.key("ukgc").keyID)"
            _ = try await harness.sandbox.store.write {
                try $0.useNonce("seen-before", scope: scope, expiry: Harness.now.advanced(by: .seconds(300)), now: Harness.now)
            }
            let answer = try await Self.ask(question)
            #expect(broken(answer.body) == ["nonce-unused"])
            #expect(answer.body["refusal"]?["code"]?.string == "nonce-reused")
        }

        @Test func `a manifest of the platform is accepted, and another one is not`() async throws {
            let harness = try await SharedHarness.value
            let run = try await harness.sandbox.shelf.service.ensure(
                template: "T16", licence: "UKGC-000123", period: Period(parsing: "2026-10-15"))
            let manifest = try JSONReader.read(run.manifest)
            let jws = try #require(run.manifestJWS)
            let good = try await Self.ask(["kind": "manifest", "manifest": manifest, "jws": .string(jws)])
            #expect(good.body["accepted"] == true, "\(good.body)")
            let bytes = try await Self.ask([
                "kind": "manifest", "payload": .string(Data(run.manifest).base64EncodedString()), "jws": .string(jws),
            ])
            #expect(bytes.body["accepted"] == true)
            #expect(bytes.body["signature_base"] == good.body["signature_base"])
            let other = try await Self.ask(["kind": "manifest", "manifest": manifest.setting("row_count", 0), "jws": .string(jws)])
            #expect(broken(other.body) == ["signature"])
            #expect(other.body["refusal"]?["code"]?.string == "jws-wrong")
            let key = try harness.key("mga")
            let stranger = try JWS.detached(payload: run.manifest, key: key)
            let unknown = try await Self.ask(["kind": "manifest", "manifest": manifest, "jws": .string(stranger)])
            #expect(unknown.body["refusal"]?["code"]?.string == "jws-unknown-key")
            let whole = try JWS.compact(payload: run.manifest, key: harness.sandbox.configuration.signer(.document))
            let inside = try await Self.ask(["kind": "manifest", "manifest": manifest, "jws": .string(whole)])
            #expect(inside.body["accepted"] == false)
            #expect(broken(inside.body).prefix(2) == ["form", "unencoded"])
        }

        @Test func `a message by Standard Webhooks is accepted, and not with another body, key or time`() async throws {
            let key = try await SharedHarness.value.key("ukgc")
            let seconds = Harness.now.seconds
            func question(body: String = "{}", at offset: Int64 = 0, key: SigningKey = key) throws -> Node {
                let signature = try StandardWebhooks.sign(id: "m-1", timestamp: seconds + offset, body: Array("{}".utf8), key: key)
                return [
                    "kind": "webhook",
                    "message": [
                        "headers": [
                            "Webhook-Id": "m-1", "webhook-timestamp": .string(String(seconds + offset)),
                            "webhook-signature": .string(signature),
                        ], "body": .string(Data(body.utf8).base64EncodedString()),
                    ],
                ]
            }
            let good = try await Self.ask(question())
            #expect(good.body["accepted"] == true, "\(good.body)")
            #expect(good.body["signature_base"]?["text"]?.string == "m-1.\(seconds).{}")
            #expect(try await Self.ask(question(body: "{ }")).body["refusal"]?["code"]?.string == "webhook-wrong")
            let late = try await Self.ask(question(at: -301))
            #expect(late.body["refusal"]?["code"]?.string == "webhook-too-old")
            #expect(broken(late.body) == ["time"])
            let stranger = try await SharedHarness.value.key("mga")
            #expect(try await Self.ask(question(key: stranger)).body["accepted"] == false)
            // Whoever brings the key decides whom to trust.
            let brought = try await Self.ask(question(key: stranger).setting("jwks", KeySet([stranger.verificationKey]).jwks()))
            #expect(brought.body["accepted"] == true)
        }

        @Test(
            arguments: [
                ("/kind", [:]), ("/kind", ["kind": "letter"]), ("/message", ["kind": "request"]),
                ("/message/url", ["kind": "request", "message": ["method": "POST", "url": "http://a/b", "headers": [:]]]),
                ("/message/headers", ["kind": "webhook", "message": ["headers": []]]),
                ("/message/headers/a b", ["kind": "webhook", "message": ["headers": ["a b": "c"]]]),
                ("/message/headers/a", ["kind": "webhook", "message": ["headers": ["a": "b\r\nc: d"]]]),
                ("/message/body", ["kind": "webhook", "message": ["headers": [:], "body": "%"]]),
                ("/message/extra", ["kind": "webhook", "message": ["headers": [:], "extra": 1]]),
                ("/manifest", ["kind": "manifest", "jws": "a..b"]),
                ("/manifest", ["kind": "manifest", "jws": "a..b", "manifest": [:], "payload": "AA=="]),
                ("/jwks", ["kind": "webhook", "jwks": ["keys": [["kty": "oct", "k": "c2VjcmV0"]]], "message": ["headers": [:]]]),
                ("/at", ["kind": "webhook", "at": "soon", "message": ["headers": [:]]]),
            ] as [(String, Node)])
        func `a question that is none is refused with its place`(pointer: String, question: Node) async throws {
            let answer = try await Self.ask(question)
            #expect(answer.status == 400)
            #expect(answer.body["pointer"]?.string == pointer, "\(answer.body)")
        }

        @Test func `a private key in a question is refused, and not told`() async throws {
            let key = try await SharedHarness.value.key("ukgc")
            let answer = try await Self.ask(["kind": "webhook", "jwks": ["keys": [key.jwk()]], "message": ["headers": [:]]])
            #expect(answer.status == 400)
            let secret = try #require(key.jwk()["d"]?.string)
            #expect(!String(decoding: answer.body.compactBytes(), as: UTF8.self).contains(secret))
        }
    }
}
