import Access
import AuditTrail
import Documents
import Foundation
import GRDB
import HTTPTypes
import Logging
import MessageSignatures
import ServerKit
import Synchronization
import TestSupport
import Testing
import Transport

@testable import RegulatorAPI
@testable import SourceData

extension RegulatorAPISuite {
    /// Two hundred canaries are given to a served platform, as personal data and in every place of requests, and looked for in what it gives out.
    @Suite(.timeLimit(.minutes(2))) struct CanaryTests {
        private let canaries = Canaries()
        private let folder: TemporaryFolder
        private let lines = LogBox()

        init() throws {
            folder = try TemporaryFolder()
            _ = try DevelopmentPKI(directory: URL(filePath: folder.path + "/pki"), now: .wall).create()
        }

        @Test func `two hundred canaries are found where they are, in any case and coding of URLs`() {
            #expect(canaries.all.count == 200)
            #expect(Set(canaries.all.map { $0.needle.lowercased() }).count == 200)
            for canary in canaries.all {
                #expect(canaries.found(in: "a line with \(canary.text), and more") == [canary])
                #expect(canaries.found(in: "/x?y=" + Self.coded(canary.text).lowercased()) == [canary])
            }
            #expect(canaries.found(in: "nothing of the kind 4929 zx") == [])
        }

        @Test func `no canary is in logs, metrics, refusals, addresses, tiles or reports, and each line of a request has its id`()
            async throws
        {
            let players = try await plant()
            try await serving { addresses in
                let (reader, officer) = (try party("ukgc", addresses), try party("officer", addresses))
                // What was planted is there: who may read it does.
                let dossier = try await reader.read("/sandbox/regulator/player/\(players[0])")
                #expect(dossier.status == 200)
                #expect(canaries.found(in: dossier.body).count >= 4)
                try await askRefused(reader, officer, addresses)
                try await readReports(reader)
                try await readOperations(addresses, by: reader.client)
            }
            let folders = ["production", "sandbox"].map { "\(folder.path)/data/\($0)/log" }
            for file in try folders.flatMap({ try Self.files(below: $0) }) {
                #expect(canaries.found(in: try [UInt8](Data(contentsOf: URL(filePath: file)))) == [], "\(file)")
            }
            #expect(lines.all.count > 100)
            for line in lines.all { #expect(canaries.found(in: line) == [], "\(line)") }
        }

        /// Gives all canaries to twenty-five players as their personal data, eight to each; returns the players, those of the UKGC first.
        private func plant() async throws -> [String] {
            let assembly = try await PlatformAssembly.make(configuration, logger: Harness.quiet, now: { Timestamp.wall })
            let columns = ["first_name", "last_name", "email", "phone", "address_lines", "postcode", "national_id", "id_doc_no"]
            let players = try await assembly.sandbox.source.write { [canaries] database in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT k.player_id, k.key FROM player_key k JOIN player p ON p.player_id = k.player_id
                        JOIN licence l ON l.licence_id = p.licence_id
                        WHERE k.key IS NOT NULL ORDER BY l.regulator <> 'UKGC', k.player_id LIMIT 25
                        """)
                var players: [String] = []
                for (index, row) in rows.enumerated() {
                    let (player, key) = (row[0] as String, PlayerKey(bytes: row[1] as Data))
                    for (place, column) in columns.enumerated() {
                        let text = canaries.all[(place * 25 + index) % canaries.all.count].text
                        let nonce = Data((0..<12).map { _ in UInt8.random(in: 0...255) })
                        let sealed = try key.sealed(text, player: player, column: column, nonce: nonce)
                        try database.execute(
                            sql: "UPDATE player_pii SET \(column) = ? WHERE player_id = ?", arguments: [sealed, player])
                    }
                    players.append(player)
                }
                return players
            }
            try await assembly.close()
            try #require(players.count == 25)
            return players
        }

        /// Every route of the table, with canaries wherever a caller can write something: as the token, then with a good token.
        private func askRefused(_ reader: LiveRegulator, _ officer: LiveRegulator, _ addresses: PlatformAddresses) async throws {
            var next = 0
            func canary() -> String {
                next += 1
                return canaries.all[next * 61 % canaries.all.count].text
            }
            let tokens = (reader: try await reader.token(), officer: try await officer.token())
            var refused = 0
            for need in RouteNeeds.all {
                for hasToken in [false, true] {
                    let isOfficers = need.template.hasPrefix("/operator")
                    let path = need.template.split(separator: "/").map { part in
                        part.hasPrefix("{") ? Self.coded(canary()) : String(part)
                    }.joined(separator: "/")
                    let token = hasToken ? (isOfficers ? tokens.officer : tokens.reader) : canary()
                    let form = need.template.hasPrefix("/oauth2")
                    let answer = try await (isOfficers ? officer : reader).client.send(
                        OutgoingRequest(
                            method: need.method,
                            url: "\(addresses.sandboxURL)/\(path)?period=\(Self.coded(canary()))&licence=\(Self.coded(canary()))"
                                + "&from=\(Self.coded(canary()))&player=\(Self.coded(canary()))",
                            fields: try Self.fields(token: token, isForm: form, canary),
                            body: need.method == "GET" ? [] : Self.body(isForm: form, canary)))
                    check(answer, "\(need.method) \(need.template)")
                    if answer.status >= 400 { refused += 1 }
                }
            }
            #expect(refused > RouteNeeds.all.count)
            // Every canary of the set was somewhere in this.
            #expect(next >= canaries.all.count)
        }

        private static func fields(token: String, isForm: Bool, _ canary: () -> String) throws -> HTTPFields {
            var fields: HTTPFields = [
                .authorization: "Bearer \(token)", .contentType: isForm ? "application/x-www-form-urlencoded" : "application/json",
                .accept: canary(), .cookie: "session=\(canary())", .referer: "https://example.invalid/\(coded(canary()))",
                .userAgent: canary(), .ifMatch: "\"\(canary())\"",
            ]
            for name in ["Idempotency-Key", "X-Request-ID", "X-Forwarded-For", "Traceparent", "Signature-Input", "X-Note"] {
                fields[try #require(HTTPField.Name(name))] = canary()
            }
            return fields
        }

        private static func body(isForm: Bool, _ canary: () -> String) -> [UInt8] {
            if isForm {
                let names = ["grant_type", "client_id", "client_assertion", "client_assertion_type", "token", "scope", "client_secret"]
                return Array(names.map { "\($0)=\(coded(canary()))" }.joined(separator: "&").utf8)
            }
            let names = [
                "reason", "event_id", "type", "details", "summary", "state", "decision", "request_id", "callback_url", "mail", "kind",
            ]
            return Node.object(
                names.map { ($0, .string(canary())) } + [
                    ("value", .object([("name", .string(canary())), ("player_id", .string(canary()))]))
                ]
            ).compactBytes()
        }

        /// What an answer may hold: nothing of it where it refuses, and never in its fields. Each has its line in the log.
        private func check(_ answer: IncomingResponse, _ what: String) {
            if answer.status >= 400 {
                let leaks = canaries.found(in: answer.body)
                #expect(leaks == [], "\(what): \(String(decoding: answer.body, as: UTF8.self))")
            }
            for field in answer.fields { #expect(canaries.found(in: field.value) == [], "\(what): \(field.name)") }
            let id = HTTPField.Name("X-Request-ID").flatMap { answer.fields[$0] }
            #expect(id != nil && lines.hasRequest(id ?? ""), "\(what): \(answer.status), no line has the request's id")
        }

        /// Lists, manifests and files: pseudonymous, so they hold nothing of a person.
        private func readReports(_ reader: LiveRegulator) async throws {
            let made = try await reader.client.send(
                OutgoingRequest(
                    method: "POST", url: reader.base + "/regulator/states", fields: [.contentType: "application/json"],
                    body: Node.object([
                        ("state", "a completed gaming day"), ("params", ["licence": "UKGC-000123", "day": "2026-10-15"]),
                    ]).compactBytes()))
            try #require(made.status == 200)
            for path in ["/reports/2026-10-15", "/reports/2026-10-15/X-GAR-D", "/logs/kyc", "/logs/sessions", "/incidents"] {
                let answer = try await reader.read("/sandbox/regulator" + path)
                #expect(canaries.found(in: answer.body) == [], "\(path)")
                #expect(answer.status == 200 || path.hasPrefix("/logs"), "\(path): \(answer.status)")
                check(answer, path)
            }
        }

        private func readOperations(_ addresses: PlatformAddresses, by client: HTTPClient) async throws {
            let base = try #require(addresses.operationsURL)
            for path in ["/metrics", "/livez", "/readyz"] {
                let answer = try await client.send(OutgoingRequest(url: base + path))
                #expect(canaries.found(in: answer.body) == [], "\(path)")
                #expect(answer.body.count > 10)
            }
        }

        private var configuration: PlatformConfiguration {
            get throws {
                var configuration = try Harness.configuration(folder.path, players: 12)
                configuration.operationsPort = 0
                return configuration
            }
        }

        /// Runs the platform with a log of everything while `body` looks at it.
        private func serving(_ body: @escaping @Sendable (PlatformAddresses) async throws -> Void) async throws {
            let logger = Logger(label: "test") { [lines] _ in LineLogHandler(.json, level: .trace, sink: lines.append) }
            let server = PlatformServer(try configuration, logger: logger)
            let (addresses, ready) = AsyncStream.makeStream(of: PlatformAddresses.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { ready.finish() }
                    try await server.run { ready.yield($0) }
                }
                var iterator = addresses.makeAsyncIterator()
                if let told = await iterator.next() { try await body(told) }
                group.cancelAll()
                try await group.waitForAll()
            }
        }

        private func party(_ name: String, _ addresses: PlatformAddresses) throws -> LiveRegulator {
            func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: "\(folder.path)/pki/\(file)"))) }
            return LiveRegulator(
                client: HTTPClient(
                    trust: .pem(try bytes("ca.pem")),
                    identity: ClientIdentity(certificatePEM: try bytes("\(name).pem"), keyPEM: try bytes("\(name).key"))),
                key: try SigningKey(jwk: JSONReader.read(bytes("\(name)-signing.jwk"))), base: addresses.sandboxURL, party: name)
        }

        private static func files(below folder: String) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: folder).map { folder + "/" + $0 }.filter { file in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) && !isFolder.boolValue
            }
        }

        private static func coded(_ text: String) -> String {
            text.utf8.map { byte in
                let isPlain = byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
                let hex = String(byte, radix: 16, uppercase: true)
                return isPlain || byte == 0x2D || byte == 0x2E ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + hex
            }.joined()
        }
    }
}

/// Collects the lines of a log from any thread.
private final class LogBox: Sendable {
    private let lines = Mutex<[String]>([])
    func append(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
    /// Whether a line is about this request.
    func hasRequest(_ id: String) -> Bool { all.contains { $0.contains("\"request_id\":\"\(id)\"") } }
}
