import AuditTrail
import Documents
import Foundation
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct HistoryRoutesTests {
        private func ask(_ query: String, as client: String = "ukgc", at path: String = "audit") async throws -> (status: Int, body: Node) {
            try await SharedHarness.value.json("GET", "/sandbox/regulator/\(path)?\(query)", as: client)
        }

        private func change(_ id: String, _ value: Node, as officer: String = "officer") async throws {
            let answer = try await SharedHarness.value.json(
                "PUT", "/sandbox/operator/bonus_rule/\(id)", as: officer, body: Harness.change(value))
            #expect(answer.status < 300)
        }

        private static let now = Harness.now.description
        private static let before = Harness.now.advanced(by: .milliseconds(-1)).description

        @Test func `an entity is told as it stands, with the change that proves it, and as it did not yet`() async throws {
            try await change("S-1", Harness.rule)
            let second = Harness.rule.setting("percentage", 50)
            try await change("S-1", second)
            let told = try await ask("entity=bonus_rule&id=S-1&at=\(Self.now)&proof=true")
            #expect(told.status == 200 && told.body["state"]?["value"] == second && told.body["state"]?["exists"] == true)
            let proof = try #require(told.body["changes"]?.array)
            #expect(proof.count == 1 && proof[0]["after_hash"] == told.body["state"]?["sha256"] && proof[0]["proof"]?["size"] != nil)
            let early = try await ask("entity=bonus_rule&id=S-1&at=\(Self.before)")
            #expect(early.body["state"]?["exists"] == false && early.body["changes"] == [])
            let harness = try await SharedHarness.value
            try await harness.enable(["history-of-yesterday"])
            let wrong = try await ask("entity=bonus_rule&id=S-1&at=\(Self.now)")
            try await harness.enable([])
            #expect(wrong.body["state"]?["exists"] == false)
        }

        @Test func `a history that does not hold together is no answer`() async throws {
            let harness = try await SharedHarness.value
            try await change("S-2", Harness.rule)
            try await harness.sandbox.store.write { [trail = harness.sandbox.trail] transaction in
                _ = try trail.record(
                    in: transaction,
                    AuditEntry(
                        at: Harness.now, operatorID: "northwind", subject: .operation, actor: .system, action: .update,
                        entity: "bonus_rule", id: "S-2", before: ["percentage": 1], after: ["percentage": 2]))
            }
            #expect(try await ask("entity=bonus_rule&id=S-2&at=\(Self.now)").status == 503)
            #expect(try await ask("entity=bonus_rule&id=S-2").status == 200)
        }

        @Test func `a history is narrowed by who, what, when and whose`() async throws {
            try await change("S-3", Harness.rule)
            try await change("S-3", Harness.rule.setting("percentage", 9), as: "second-officer")
            for (filter, count) in [
                ("", 2), ("&actor=second-officer", 1), ("&actor=nobody", 0), ("&action=create", 1), ("&action=delete", 0),
                ("&operator=northwind", 2), ("&operator=another", 0), ("&from=\(Self.now)", 2), ("&to=\(Self.now)", 0),
            ] {
                let answer = try await ask("entity=bonus_rule&id=S-3\(filter)")
                #expect(answer.body["changes"]?.array?.count == count, "\(filter)")
            }
        }

        @Test(arguments: [
            "entity=a&id=b&action=read", "entity=a&id=b&from=today", "entity=a&id=b&at=today", "entity=a&id=b&actor=",
            "entity=a&id=b&from=2026-10-02T00:00:00Z&to=2026-10-02T00:00:00Z",
        ])
        func `a filter that is not right is refused`(query: String) async throws {
            #expect(try await ask(query).body["code"] == "invalid-parameter")
        }

        @Test func `a state is not asked for with what chooses changes`() async throws {
            try await change("S-4", Harness.rule)
            for filter in ["action=create", "cursor=i1", "actor=officer"] {
                #expect(try await ask("entity=bonus_rule&id=S-4&at=\(Self.now)&\(filter)").body["code"] == "invalid-parameter", "\(filter)")
            }
        }

        @Test func `changes across entities are those whose history the reader may see, by page, each once`() async throws {
            let harness = try await SharedHarness.value
            try await change("S-5", Harness.rule)
            let own = try await harness.reach("a kyc status", ["licence": "UKGC-000123"])["id"]?.string ?? ""
            let others = try await harness.reach("a kyc status", ["licence": "MGA-B2C-456-2019"])["id"]?.string ?? ""
            let incident = try await harness.reach("an incident", ["licence": "MGA-B2C-456-2019"])["incident"]?.string ?? ""
            func all(_ client: String, _ query: String = "limit=1000") async throws -> [Node] {
                var (found, cursor) = ([Node](), "")
                for _ in 0..<1000 {
                    let answer = try await harness.json(
                        "GET", "/sandbox/regulator/audit/changes?\(query)\(cursor)", as: client)
                    #expect(answer.status == 200, "\(answer.body)")
                    found += answer.body["changes"]?.array ?? []
                    guard let next = answer.body["next"]?.string else { return found }
                    cursor = "&cursor=\(next)"
                }
                Issue.record("it never ends")
                return found
            }
            let ukgc = Set(try await all("ukgc").compactMap { $0["id"]?.string })
            #expect(ukgc.contains("S-5") && ukgc.contains(own) && !ukgc.contains(others) && !ukgc.contains(incident))
            let mga = Set(try await all("mga").compactMap { $0["id"]?.string })
            #expect(mga.contains(others) && mga.contains(incident) && !mga.contains(own))
            let officer = Set(try await all("officer").compactMap { $0["id"]?.string })
            #expect(officer.isSuperset(of: [own, others, incident]))
            let rules = try await all("officer", "entity=bonusRule&limit=2")
            let indexes = rules.compactMap { $0["index"]?.integer }
            #expect(indexes == indexes.sorted() && Set(indexes).count == indexes.count && rules.count > 2)
            #expect(rules.allSatisfy { $0["entity"] == "bonus_rule" })
        }
    }
}
