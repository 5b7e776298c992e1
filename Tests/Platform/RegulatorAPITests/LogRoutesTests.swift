import Delivery
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import SourceData
import Tables
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct LogRoutesTests {
        private let path = "/sandbox/regulator/logs"
        private let span = "from=2026-10-15T00:00:00Z&to=2026-10-16T00:00:00Z"

        private func page(_ query: String, as client: String = "ukgc") async throws -> (status: Int, body: Node) {
            try await SharedHarness.value.json("GET", "\(path)/\(query)", as: client)
        }

        /// The whole body of a streamed answer.
        private func stream(_ query: String, _ accept: String, as client: String = "ukgc") async throws -> (ServerResponse, [UInt8]) {
            let response = try await SharedHarness.value.call("GET", "\(path)/\(query)", as: client, fields: [.accept: accept]).response
            var body: [UInt8] = response.body
            while let piece = try await response.stream?.next() { body += piece }
            return (response, body)
        }

        @Test(arguments: RealmServices.logNames)
        func `every log is read in pages that hang together, by its own regulator`(name: String) async throws {
            let whole = try await page("\(name)?limit=5", as: "mga")
            #expect(whole.status == 200 && whole.body["type"]?.string == name)
            let rows = try #require(whole.body["rows"]?.array)
            #expect(!rows.isEmpty)
            if name != "access" { #expect(rows.allSatisfy { $0["licence_id"] == "MGA-B2C-456-2019" }) }
            var read: [Node] = []
            var cursor: String?
            repeat {
                let next = try await page("\(name)?limit=2\(cursor.map { "&cursor=\($0)" } ?? "")", as: "mga").body
                read += next["rows"]?.array ?? []
                cursor = next["next"]?.string
            } while cursor != nil && read.count < rows.count
            if name == "access" {
                #expect(read.prefix(rows.count).map { $0["request_id"] } == rows.map { $0["request_id"] })
            } else {
                #expect(Array(read.prefix(rows.count)) == rows)
            }
        }

        @Test func `a page, lines and a table of one question hold the same rows`() async throws {
            let rows = try #require(try await page("transactions?\(span)&limit=1000").body["rows"]?.array)
            #expect(rows.count > 3 && rows.count < 1000)
            let (lines, text) = try await stream("transactions?\(span)", "application/x-ndjson")
            #expect(lines.status == 200 && lines.fields[.contentType] == "application/x-ndjson")
            #expect(lines.stream?.byteCount == text.count)
            try ContentDigest.check(lines.fields[.contentDigest], body: text)
            #expect(try text.split(separator: 10).map { try JSONReader.read(Array($0)) } == rows)
            let (table, bytes) = try await stream("transactions?\(span)", "text/csv")
            try ContentDigest.check(table.fields[.contentDigest], body: bytes)
            let records = try CSVReader.read(bytes)
            #expect(records.count == rows.count + 1)
            #expect(records.dropFirst().map { $0.fields[2] } == rows.map { $0["tx_id"]?.string })
        }

        @Test func `days are those of the licence, and spans are half-open`() async throws {
            let days = try await page("transactions?from=2026-10-15&to=2026-10-16&limit=1000").body["rows"]?.array
            let hours = try await page("transactions?from=2026-10-14T23:00:00Z&to=2026-10-15T23:00:00Z&limit=1000").body["rows"]?.array
            #expect(days == hours && days?.isEmpty == false)
            let instant = try #require(days?.last?["at"]?.string)
            #expect(
                try await page("transactions?from=2026-10-15&to=\(instant)&limit=1000").body["rows"]?.array?.last?["at"]?.string != instant)
            #expect(try await page("transactions?from=\(instant)&limit=1").body["rows"]?[0]?["at"]?.string == instant)
        }

        @Test(arguments: [
            ("transactions?limit=0", 400, "invalid-parameter"), ("transactions?limit=1001", 400, "invalid-parameter"),
            ("transactions?limit=x", 400, "invalid-parameter"), ("transactions?from=2026-13-01", 400, "invalid-parameter"),
            ("transactions?from=2026-10-15&to=2026-10-15", 400, "invalid-parameter"), ("transactions?cursor=", 400, "invalid-parameter"),
            ("transactions?cursor=%20", 400, "invalid-parameter"), ("transactions?player=a%20b", 400, "invalid-parameter"),
            ("transactions?game=BJ-101", 400, "unknown-parameter"), ("rng?player=x", 400, "unknown-parameter"),
            ("access?licence=UKGC-000123", 400, "unknown-parameter"), ("access?from=2026-10-15", 400, "invalid-parameter"),
            ("transactions?from=2026-10-15&from=2026-10-16", 400, "duplicate-parameter"),
            ("transactions?licence=MGA-B2C-456-2019", 404, "unknown-licence"), ("weather", 404, "unknown-log"),
            ("aml", 403, "scope-missing"), ("aml?cursor=x", 403, "scope-missing"),
        ])
        func `a question that is not right is refused`(query: String, status: Int, code: String) async throws {
            let answer = try await page(query)
            #expect(answer.status == status && answer.body["code"]?.string == code, "\(answer)")
        }

        @Test func `a cursor is good for its own log, filter and regulator only, and no bit of it may change`() async throws {
            let cursor = try #require(try await page("transactions?limit=1").body["next"]?.string)
            #expect(try await page("transactions?limit=3&cursor=\(cursor)").status == 200)
            for other in [
                "game-rounds?cursor=\(cursor)", "transactions?from=2026-10-01&cursor=\(cursor)", "transactions?player=x&cursor=\(cursor)",
            ] {
                #expect(try await page(other).status == 400, "\(other)")
            }
            #expect(try await page("transactions?cursor=\(cursor)", as: "mga").status == 400)
            #expect(try await SharedHarness.value.json("GET", "/regulator/logs/transactions?cursor=\(cursor)", as: "ukgc").status == 400)
            for position in stride(from: 0, to: cursor.count, by: 5) {
                var changed = Array(cursor)
                changed[position] = changed[position] == "A" ? "B" : "A"
                #expect(try await page("transactions?cursor=\(String(changed))").status == 400)
            }
        }

        @Test func `a stream has no pages, and a form that is not offered is refused`() async throws {
            #expect(try await stream("transactions?limit=5", "text/csv").0.status == 400)
            #expect(try await stream("transactions", "image/png").0.status == 406)
        }

        @Test func `suspicions are for the scope, nothing else tells of them, and the fault opens them`() async throws {
            let harness = try await SharedHarness.value
            let shown = try await page("aml", as: "mga")
            #expect(shown.status == 200 && shown.body["rows"]?.array?.contains { $0["record"] == "aml_alert" } == true)
            #expect(try await page("aml", as: "officer").status == 403)
            #expect(try await page("kyc", as: "mga").body["rows"]?[0]?["trigger"] != nil)
            #expect(try await page("kyc").body["rows"]?.array?.allSatisfy { $0["trigger"] == nil } == true)
            try await harness.enable(["aml-without-scope"])
            let open = try await page("aml")
            try await harness.enable([])
            #expect(open.status == 200)
            #expect(try await page("aml").status == 403)
        }

        @Test func `a read is in the log of accesses with scope, filter and rows, for its reader and the officer`() async throws {
            let harness = try await SharedHarness.value
            let (request, _) = try await harness.call("GET", "\(path)/transactions?\(span)&limit=3", as: "ukgc")
            let own = try await page("access?request=\(request.id)").body["rows"]
            #expect(own?.array?.count == 1)
            #expect(own?[0]?["client_id"] == "ukgc" && own?[0]?["entity"] == "log" && own?[0]?["entity_id"] == "transactions")
            #expect(own?[0]?["rows"]?.integer == 3)
            #expect(own?[0]?["filter"] == ["from": "2026-10-15T00:00:00Z", "to": "2026-10-16T00:00:00Z"])
            #expect(own?[0]?["scope"]?.string?.contains("regulator_read") == true)
            #expect(try await page("access?request=\(request.id)", as: "officer").body["rows"]?.array?.count == 1)
            #expect(try await page("access?request=\(request.id)", as: "mga").body["rows"]?.array?.isEmpty == true)
            let (aml, _) = try await harness.call("GET", "\(path)/aml", as: "mga")
            #expect(try await page("access?request=\(aml.id)", as: "mga").body["rows"]?.array?.count == 1)
            #expect(try await page("access?request=\(aml.id)", as: "officer").body["rows"]?.array?.isEmpty == true)
            try await harness.enable(["read-not-audited"])
            let (forgotten, _) = try await harness.call("GET", "\(path)/transactions?limit=3", as: "ukgc")
            try await harness.enable([])
            #expect(try await page("access?request=\(forgotten.id)").body["rows"]?[0]?["rows"]?.isNull == true)
        }

        @Test func `faults of logs show in pages and streams, and leave nothing behind`() async throws {
            let harness = try await SharedHarness.value
            let proper = try await page("transactions?limit=4").body
            let cursor = try #require(try await page("transactions?limit=2").body["next"]?.string)
            try await harness.enable(["log-page-skips-a-row"])
            #expect(try await page("transactions?limit=2&cursor=\(cursor)").body["rows"]?[0] == proper["rows"]?[3])
            try await harness.enable(["unstable-cursor"])
            let unstable = try #require(try await page("transactions?limit=2").body["next"]?.string)
            try await harness.enable([])
            #expect(try await page("transactions?limit=2&cursor=\(unstable)").body["rows"]?[0] == proper["rows"]?[1])
            try await harness.enable(["truncated-stream"])
            let (cut, bytes) = try await stream("transactions?\(span)", "application/x-ndjson")
            try await harness.enable([])
            #expect(cut.stream?.byteCount == bytes.count && bytes.last != 10)
            try ContentDigest.check(cut.fields[.contentDigest], body: bytes)
            try await harness.enable(["log-beyond-its-period"])
            let beyond = try await page("transactions?\(span)&limit=1000").body["rows"]?.array?.last?["at"]?.string
            try await harness.enable([])
            #expect(beyond?.hasPrefix("2026-10-16") == true)
            #expect(try await page("transactions?limit=4").body == proper)
        }

        @Test func `a spool that would grow too large is refused, and leaves no file`() throws {
            let folder = try TemporaryFolder()
            let spool = try LogSpool(directory: folder.path, limit: 10)
            try spool.append(Array("0123456789".utf8), rows: 1)
            #expect(throws: Problem.rangeTooLarge(10)) { try spool.append([0], rows: 1) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
            #expect(throws: (any Error).self) { try LogSpool(directory: folder.path + "/nowhere") }
        }
    }
}
