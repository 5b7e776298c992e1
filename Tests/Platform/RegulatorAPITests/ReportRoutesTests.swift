import AuditTrail
import Crypto
import Delivery
import Documents
import HTTPTypes
import MessageSignatures
import Reporting
import Requests
import ServerKit
import Store
import Tables
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct ReportRoutesTests {
        private let day = "2026-10-15"

        private func harness() async throws -> Harness {
            let harness = try await SharedHarness.value
            for licence in ["UKGC-000123", "MGA-B2C-456-2019", "CGA-OGL-2024-789"] {
                _ = try await harness.reach("a completed gaming day", ["licence": .string(licence), "day": .string(day)])
            }
            return harness
        }

        @Test func `a regulator sees the reports of its own licences`() async throws {
            let harness = try await harness()
            for (client, licence) in [("ukgc", "UKGC-000123"), ("mga", "MGA-B2C-456-2019")] {
                let (status, list) = try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: client)
                #expect(status == 200)
                #expect(list["period"]?.string == day)
                let reports = try #require(list["reports"]?.array)
                #expect(reports.map { $0["licence"]?.string } == [licence])
                #expect(reports[0]["name"]?.string == "X-GAR-D")
                #expect(reports[0]["state"]?.string == "signed")
                let printed = ReportFormat.pdf.isAvailable ? ["pdf"] : []
                #expect(reports[0]["files"]?.array?.compactMap { $0["format"]?.string } == ["csv", "xml"] + printed)
                #expect(reports[0]["control_totals"]?["ggr"]?.string != nil)
            }
        }

        @Test func `the officer sees all, and must say which licence`() async throws {
            let harness = try await harness()
            let (_, list) = try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "officer")
            #expect(list["reports"]?.array?.count == 3)
            let (status, problem) = try await harness.json("GET", "/sandbox/regulator/reports/\(day)/T16", as: "officer")
            #expect(status == 400)
            #expect(problem["code"]?.string == "licence-required")
            #expect(
                try await harness.call("GET", "/sandbox/regulator/reports/\(day)/T16?licence=CGA-OGL-2024-789", as: "officer").response
                    .status == 200)
        }

        @Test(arguments: [
            ("text/csv", "csv", "text/csv; charset=utf-8"), ("application/xml", "xml", "application/xml"),
            ("*/*", "csv", "text/csv; charset=utf-8"),
            ("text/*;q=0.1, application/xml", "xml", "application/xml"),
        ])
        func `a document comes in the format that is accepted, with the listed hash as its tag`(
            accept: String, format: String, type: String
        ) async throws {
            let harness = try await harness()
            let (_, list) = try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "ukgc")
            let files = list["reports"]?[0]?["files"]?.array ?? []
            let file = try #require(files.first { $0["format"]?.string == format })
            let answer = try await harness.call("GET", try #require(file["link"]?.string), as: "ukgc", fields: [.accept: accept]).response
            #expect(answer.status == 200)
            #expect(answer.fields[.contentType] == type)
            let hash = SHA256.hash(data: answer.body).hexDigits
            #expect(file["sha256"]?.string == hash)
            #expect(answer.fields[.eTag] == "\"\(hash)\"")
            #expect(answer.body.count == file["bytes"]?.integer)
            let again = try await harness.call(
                "GET", "/sandbox/regulator/reports/\(day)/X-GAR-D", as: "ukgc", fields: [.accept: accept, .ifNoneMatch: "\"\(hash)\""])
            #expect(again.response.status == 304)
            #expect(again.response.body.isEmpty)
        }

        @Test(arguments: [
            ("/sandbox/regulator/reports/2026-13", 404, "unknown-period"), ("/sandbox/regulator/reports/2026-02-30", 404, "unknown-period"),
            ("/sandbox/regulator/reports/2026-10-15/T99", 404, "unknown-template"),
            ("/sandbox/regulator/reports/2019-01-01/T16", 404, "no-report"),
            ("/sandbox/regulator/reports/2026-10-15?licence=MGA-B2C-456-2019", 404, "unknown-licence"),
            ("/sandbox/regulator/reports/2026-10-15/T16?licence=MGA-B2C-456-2019", 404, "unknown-licence"),
            ("/sandbox/regulator/reports/2026-10-15?licenze=x", 400, "unknown-parameter"),
        ])
        func `what there is not is refused with its code`(target: String, status: Int, code: String) async throws {
            let answer = try await harness().json("GET", target, as: "ukgc")
            #expect(answer.status == status)
            #expect(answer.body["code"]?.string == code)
        }

        @Test func `a format that is not offered is refused`() async throws {
            let answer = try await harness().call(
                "GET", "/sandbox/regulator/reports/\(day)/T16", as: "ukgc", fields: [.accept: "application/json"])
            #expect(answer.response.status == 406)
        }

        @Test func `a part of a document is answered with its place, and whoever names another document gets all`() async throws {
            let harness = try await harness()
            let path = "/sandbox/regulator/reports/\(day)/T16"
            func get(_ fields: HTTPFields, _ method: String = "GET") async throws -> ServerResponse {
                try await harness.call(
                    method, path, as: "ukgc", fields: HTTPFields([HTTPField(name: .accept, value: "text/csv")] + Array(fields))
                ).response
            }
            let whole = try await get([:])
            let tag = try #require(whole.fields[.eTag])
            #expect(whole.status == 200 && whole.fields[.acceptRanges] == "bytes")
            let part = try await get([.range: "bytes=5-14", .ifRange: tag])
            #expect(part.status == 206 && part.body == Array(whole.body[5..<15]))
            #expect(part.fields[.contentRange] == "bytes 5-14/\(whole.body.count)" && part.fields[.eTag] == tag)
            try ContentDigest.check(part.fields[.contentDigest], body: part.body)
            #expect(try await get([.range: "bytes=5-14", .ifRange: "\"another\""]).body == whole.body)
            #expect(try await get([.range: "bytes=5-14"], "HEAD").status == 200)
            let beyond = try await get([.range: "bytes=\(whole.body.count)-"])
            #expect(beyond.status == 416 && beyond.fields[.contentRange] == "bytes */\(whole.body.count)")
            #expect(try await get([.range: "bytes=5-14", .ifNoneMatch: tag]).status == 304)
        }

        @Test(arguments: [
            ("bytes=0-0", RangeField.part(0..<1)), ("bytes=8-", .part(8..<10)), ("bytes=-3", .part(7..<10)), ("bytes=-30", .part(0..<10)),
            ("BYTES=2-99999999999999999999", .part(2..<10)), ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable),
            ("bytes=99999999999999999999-", .unsatisfiable), ("bytes=3-2", .whole), ("bytes=-", .whole), ("bytes=0-1,3-4", .whole),
            ("rows=0-1", .whole), ("bytes", .whole), ("bytes=a-b", .whole), ("bytes=--1", .whole), ("", .whole),
        ])
        func `ranges are read as RFC 9110 has them`(field: String, expected: RangeField) {
            #expect(RangeField(field, count: 10) == expected)
        }

        @Test func `a period without runs is an empty list`() async throws {
            let (status, list) = try await harness().json("GET", "/sandbox/regulator/reports/2019-01-01", as: "ukgc")
            #expect(status == 200)
            #expect(list["reports"]?.array?.isEmpty == true)
        }

        @Test func `a read is on record with scope, filter and rows before it is answered`() async throws {
            let harness = try await harness()
            let (request, _) = try await harness.call("GET", "/sandbox/regulator/reports/\(day)?template=T16", as: "ukgc")
            let last = try #require(
                try await harness.sandbox.store.read { snapshot in
                    try snapshot.auditEvent(at: snapshot.auditEventCount() - 1)
                })
            let leaf = try #require(try await harness.sandbox.store.read { try harness.sandbox.trail.told(by: last, in: $0) })
            #expect(leaf["action"]?.string == "read")
            #expect(leaf["request_id"]?.string == request.id)
            #expect(leaf["actor"]?["client_id"]?.string == "ukgc")
            #expect(leaf["detail"]?["rows"]?.integer == 1)
            #expect(leaf["detail"]?["filter"] == ["template": "T16"])
            #expect(leaf["detail"]?["scope"]?.string?.contains("regulator_read") == true)
        }

        private func csv(_ harness: Harness) async throws -> [UInt8] {
            try await harness.call("GET", "/sandbox/regulator/reports/\(day)/T16", as: "ukgc", fields: [.accept: "text/csv"]).response.body
        }

        @Test(arguments: ["missing-column", "wrong-total", "missing-row"])
        func `a fault of tables changes file and list alike, and leaves nothing behind`(fault: String) async throws {
            let harness = try await harness()
            let before = try await csv(harness)
            let listed = try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "ukgc").body
            try await harness.enable([fault])
            let spoiled = try await csv(harness)
            let spoiledList = try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "ukgc").body
            try await harness.enable([])
            #expect(spoiled != before)
            #expect(spoiledList["reports"]?[0]?["files"]?[0]?["sha256"]?.string == SHA256.hash(data: spoiled).hexDigits)
            #expect(try await csv(harness) == before)
            #expect(try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "ukgc").body == listed)
        }

        @Test func `with the fault of tenants a regulator sees the others, and only then`() async throws {
            let harness = try await harness()
            try await harness.enable(["other-regulators-data"])
            let (_, list) = try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "ukgc")
            try await harness.enable([])
            #expect(list["reports"]?.array?.count == 3)
            #expect(try await harness.json("GET", "/sandbox/regulator/reports/\(day)", as: "ukgc").body["reports"]?.array?.count == 1)
        }
    }
}
