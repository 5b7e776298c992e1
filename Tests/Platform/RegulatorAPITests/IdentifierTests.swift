import Documents
import Foundation
import HTTPTypes
import ServerKit
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// An identifier in a path leads to nothing but what has that identifier.
    @Suite struct IdentifierTests {
        /// What leads elsewhere where a server decodes twice, ends texts at NUL, takes overlong UTF-8 or knows two separators.
        private static let hostile = [
            "%2e%2e", "..%2f..%2fplatform.sqlite", "%252e%252e%252f%252e%252e%252fplatform.sqlite", "%25252e%25252e",
            "..%5c..%5cplatform.sqlite",
            #"..\..\platform.sqlite"#, "%2e%2e%5cplatform.sqlite", "X-GAR-D%00", "X-GAR-D%00.csv", "%00",
            "%c0%ae%c0%ae%c0%afplatform.sqlite",
            "%e0%80%ae%e0%80%ae", "%f0%80%80%ae", "%c0%80", "%ff", "%ed%a0%80", "%ef%bc%8e%ef%bc%8e%ef%bc%8fplatform.sqlite",
            "%u002e%u002e", "%2", "%zz", "%2fetc%2fpasswd", "file:%2f%2f%2fetc%2fpasswd", "....%2f%2f", "..;", "%2e", ".", "..", "",
            "%0d%0aX-Injected:%201", "*", "%25", "%3f", "%23", "'%20OR%20'1'='1", "%22%20OR%201=1--", String(repeating: "a", count: 5000),
        ]

        private static let places = [
            "regulator/reports/{}", "regulator/reports/2026-10-15/{}", "regulator/reports/{}/X-GAR-D", "regulator/player/{}",
            "regulator/incidents/{}", "regulator/requests/{}", "regulator/logs/{}", "regulator/audit/tile/{}", "regulator/audit/tile/0/{}",
            "regulator/audit/tile/entries/{}", "schemas/json/{}", "schemas/json/{}/x.schema.json",
        ]

        @Test(arguments: places)
        func `hostile identifiers are malformed or lead to nothing, and tell of no file`(place: String) async throws {
            let harness = try await SharedHarness.value
            let token = try await harness.token("ukgc")
            for identifier in Self.hostile {
                let target = "/sandbox/" + place.replacing("{}", with: identifier)
                let response = await harness.routes.response(to: try harness.request("GET", target, as: "ukgc", token: token))
                #expect([400, 404].contains(response.status), "\(target): \(response.status)")
                let body = String(decoding: response.body, as: UTF8.self)
                #expect(
                    !body.contains(harness.folder.path) && !body.contains("SQLite format") && !body.contains("root:"), "\(target): \(body)")
                #expect(!response.fields.contains { $0.name.rawName == "X-Injected" || $0.value.contains("\n") }, "\(target)")
            }
        }

        @Test func `the same routes answer to good identifiers`() async throws {
            let harness = try await SharedHarness.value
            let (token, player) = (try await harness.token("ukgc"), try await harness.reach("a player", ["licence": "UKGC-000123"]))
            for path in [
                "regulator/player/\(try #require(player["player"]?.string))", "regulator/logs/kyc", "regulator/reports/2026-10-15",
            ] {
                let request = try harness.request("GET", "/sandbox/" + path, as: "ukgc", token: token)
                #expect(await harness.routes.response(to: request).status == 200, "\(path)")
            }
        }
    }
}
