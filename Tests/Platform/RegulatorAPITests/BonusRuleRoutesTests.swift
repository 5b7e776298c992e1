import Documents
import GRDB
import HTTPTypes
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct BonusRuleRoutesTests {
        private func put(
            _ id: String, _ body: Node, ifMatch: String? = nil, as client: String = "officer"
        ) async throws -> (status: Int, body: Node) {
            let answer = try await SharedHarness.value.call(
                "PUT", "/sandbox/operator/bonus_rule/\(id)", as: client, fields: ifMatch.map { [.ifMatch: $0] } ?? [:], body: body)
            return (answer.response.status, try JSONReader.read(answer.response.body))
        }

        @Test func `a rule is made, changed and shown with its version`() async throws {
            let made = try await put("B-1", Harness.change())
            #expect(made.status == 201)
            #expect(made.body["version"]?.integer == 1)
            #expect(made.body["audit"]?["leaf_hash"]?.string?.count == 64)
            let changed = try await put("B-1", Harness.change(Harness.rule.setting("active", false)), ifMatch: "\"1\"")
            #expect(changed.status == 200)
            #expect(changed.body["version"]?.integer == 2)
            let shown = try await SharedHarness.value.call("GET", "/sandbox/operator/bonus_rule/B-1", as: "officer").response
            #expect(shown.fields[.eTag] == "\"2\"")
            #expect(try JSONReader.read(shown.body)["value"]?["active"]?.bool == false)
        }

        @Test func `a change of another version than the one meant is refused`() async throws {
            #expect(try await put("B-2", Harness.change(), ifMatch: "*").status == 412)
            #expect(try await put("B-2", Harness.change()).status == 201)
            for condition in ["\"2\"", "\"0\""] {
                let answer = try await put("B-2", Harness.change(), ifMatch: condition)
                #expect(answer.status == 412)
                #expect(answer.body["code"]?.string == "version-conflict")
            }
            #expect(try await put("B-2", Harness.change(), ifMatch: "1").status == 400)
            #expect(try await put("B-2", Harness.change(), ifMatch: "*").status == 200)
        }

        @Test(
            arguments: [
                ("/value/percentage", ["percentage": 501]), ("/value/percentage", ["percentage": "50"]),
                ("/value/percentage", ["percentage": 1.5]),
                ("/value/name", ["name": ""]), ("/value/name", ["name": "a\u{7}"]), ("/value/wagering_multiple", ["wagering_multiple": -1]),
                ("/value/max_amount/amount", ["max_amount": ["amount": "1.5", "currency": "EUR"]]),
                ("/value/max_amount/amount", ["max_amount": ["amount": "-1.50", "currency": "EUR"]]),
                ("/value/max_amount/currency", ["max_amount": ["amount": "1.50", "currency": "eur"]]),
                ("/value/max_amount", ["max_amount": "1.50 EUR"]), ("/value/valid_from", ["valid_from": "2026-02-30"]),
                ("/value/valid_to", ["valid_to": "2025-12-31"]), ("/value/active", ["active": "yes"]), ("/value/colour", ["colour": "red"]),
            ] as [(String, Node)])
        func `a value that is not right is named by its pointer and changes nothing`(pointer: String, change: Node) async throws {
            var value = Harness.rule
            for member in change.members ?? [] { value = value.setting(member.key, member.value) }
            let answer = try await put("B-3", Harness.change(value))
            #expect(answer.status == 400)
            #expect(answer.body["pointer"]?.string == pointer)
            #expect(try await SharedHarness.value.sandbox.store.read { try $0.entity("bonus_rule", id: "B-3") } == nil)
        }

        @Test func `a missing reason, an unknown member, another type and an id of another form are refused`() async throws {
            #expect(try await put("B-4", Harness.change(reason: nil)).body["pointer"]?.string == "/reason")
            #expect(try await put("B-4", Harness.change().setting("version", 1)).body["pointer"]?.string == "/version")
            #expect(try await put("B.4", Harness.change()).status == 404)
            #expect(try await put(String(repeating: "B", count: 65), Harness.change()).status == 404)
            let harness = try await SharedHarness.value
            let token = try await harness.token("officer")
            let text = await harness.routes.response(
                to: try harness.request(
                    "PUT", "/sandbox/operator/bonus_rule/B-4", as: "officer", token: token, fields: [.contentType: "text/plain"],
                    body: [0x7B]))
            #expect(text.status == 415)
            let broken = await harness.routes.response(
                to: try harness.request(
                    "PUT", "/sandbox/operator/bonus_rule/B-4", as: "officer", token: token, fields: [.contentType: "application/json"],
                    body: Array(#"{"a":1,"a":2}"#.utf8)))
            #expect(broken.status == 400)
        }

        @Test func `regulators do not change rules, except under the fault that forgets roles`() async throws {
            let refused = try await put("B-5", Harness.change(), as: "ukgc")
            #expect(refused.status == 403)
            #expect(refused.body["code"]?.string == "role-missing")
            let harness = try await SharedHarness.value
            try await harness.enable(["role-not-checked"])
            let accepted = try await put("B-5", Harness.change(), as: "ukgc")
            try await harness.enable([])
            #expect(accepted.status == 201)
            #expect(try await put("B-5", Harness.change(), as: "ukgc").status == 403)
        }

        @Test func `when the audit trail cannot be written the answer is 503 and nothing changed`() async throws {
            let harness = try await SharedHarness.value
            let token = try await harness.token("officer")
            let store = harness.sandbox.store
            let pages = try await store.read { try Int.fetchOne($0.database, sql: "PRAGMA page_count") ?? 0 }
            try await store.write { try $0.database.execute(sql: "PRAGMA max_page_count = \(pages)") }
            var last: ServerResponse?
            for number in 0..<200 where last?.status ?? 201 == 201 {
                last = await harness.routes.response(
                    to: try harness.request(
                        "PUT", "/sandbox/operator/bonus_rule/F-\(number)", as: "officer", token: token,
                        fields: [.contentType: "application/json"], body: Harness.change().compactBytes()))
                if last?.status == 503 {
                    #expect(try await store.read { try $0.entity("bonus_rule", id: "F-\(number)") } == nil)
                }
            }
            try await store.write { try $0.database.execute(sql: "PRAGMA max_page_count = 1073741823") }
            #expect(last?.status == 503)
            #expect(last?.fields[.retryAfter] != nil)
            #expect(try await put("F-after", Harness.change()).status == 201)
        }
    }
}
