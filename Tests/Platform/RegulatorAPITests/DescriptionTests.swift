import Access
import Delivery
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import TestSupport
import Testing
import Transport

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite(.timeLimit(.minutes(2))) struct DescriptionTests {
        private func described() async throws -> DescribedInterface {
            try DescribedInterface(try await SharedHarness.value.sandbox.configuration.description)
        }

        private func ask(_ path: String, as party: String? = "simulator", fields: HTTPFields = [:]) async throws -> ServerResponse {
            let harness = try await SharedHarness.value
            return await harness.routes.response(to: try harness.request("GET", path, as: party, fields: fields))
        }

        @Test func `what is served is what is described, in both realms and both ways`() async throws {
            let served = Set(
                try await SharedHarness.value.routes.templates.map { route in
                    "\(route.method) \(route.template.replacing(/\{[^}]*\}/, with: "{}"))"
                })
            let operations = try await described().operations
            let told = operations.flatMap(\.templates)
            #expect(Set(told) == served, "only one of both: \(Set(told).symmetricDifference(served).sorted())")
            #expect(Set(told).count == told.count)
            #expect(Set(operations.map(\.id)).count == operations.count)
        }

        @Test func `the description is served with its schemas, as they lie in the content`() async throws {
            let content = PeerData.repository.appending(path: "Contracts")
            let document = [UInt8](try Data(contentsOf: content.appending(path: "openapi/regulator-api.yaml")))
            for prefix in ["", "/sandbox"] {
                let answer = try await ask(prefix + "/openapi.yaml")
                #expect(answer.status == 200 && answer.body == document)
                #expect(answer.fields[.contentType] == "application/yaml")
                let tag = try #require(answer.fields[.eTag])
                for condition in [tag, "\"x\", W/\(tag)", "*"] {
                    let again = try await ask(prefix + "/openapi.yaml", fields: [.ifNoneMatch: condition])
                    #expect(again.status == 304 && again.body.isEmpty && again.fields[.eTag] == tag)
                }
                #expect(try await ask(prefix + "/openapi.yaml", fields: [.ifNoneMatch: "\"x\""]).status == 200)
                #expect(try await ask(prefix + "/openapi.yaml", as: nil).status == 401)
                #expect(try await ask(prefix + "/openapi.yaml?format=json").status == 400)
            }
            // Every file that a reference leads to is there, at the address that the reference has over the wire.
            let references = String(decoding: document, as: UTF8.self).matches(of: /\.\.\/schemas\/json\/([a-z-]+\.schema\.json)/)
            #expect(references.count > 10)
            for name in Set(references.map { String($0.1) }) {
                let answer = try await ask("/schemas/json/\(name)")
                #expect(answer.status == 200 && answer.fields[.contentType] == "application/schema+json")
                #expect(answer.body == [UInt8](try Data(contentsOf: content.appending(path: "schemas/json/\(name)"))))
            }
            #expect(try await ask("/schemas/json/no.schema.json").status == 404)
            #expect(try await ask("/schemas/json/..%2F..%2Fopenapi%2Fregulator-api.yaml").status == 404)
        }

        @Test func `a platform without its description does not start`() throws {
            let folder = try TemporaryFolder()
            #expect(throws: PlatformStartError.self) { try InterfaceDescription(file: folder.path("openapi/regulator-api.yaml")) }
        }

        @Test func `an answer that is not as described is seen`() async throws {
            let described = try await described()
            let list = try #require(described.operations.first { $0.id == "list-reports" })
            let harness = try await SharedHarness.value
            let good = try await harness.call("GET", "/sandbox/regulator/reports/2026-10-15", as: "ukgc").response
            func findings(_ change: (inout ServerResponse) throws -> Void) throws -> [String] {
                var answer = good
                try change(&answer)
                return try described.findings(status: answer.status, fields: answer.fields, body: answer.body, of: list)
            }
            #expect(try findings { _ in } == [])
            #expect(try findings { $0.status = 202 } == ["the status 202 is not described"])
            #expect(try findings { $0.fields[.contentType] = "text/html" } == ["the media type text/html is not described"])
            #expect(try findings { $0.fields[.requestID] = nil } == ["the field X-Request-ID is not there"])
            #expect(try findings { $0.fields[.cacheControl] = "public" }.count == 1)
            #expect(try findings { $0.body = try JSONReader.read($0.body).removing("reports").compactBytes() }.count == 1)
            #expect(try findings { $0.status = 404 } == ["the media type application/json is not described"])
            let tag = try #require(described.operations.first { $0.id == "get-description" })
            let bare = ServerResponse(status: 304, fields: good.fields, body: [1])
            #expect(
                try described.findings(status: 304, fields: bare.fields, body: bare.body, of: tag) == ["a body of 1 bytes is not described"]
            )
        }

        @Test func `an answer that is guessed, kept, or of unknown letters is seen`() throws {
            let good: HTTPFields = [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store", .xContentTypeOptions: "nosniff"]
            func findings(_ change: (inout HTTPFields) -> Void, body: [UInt8] = [1]) -> [String] {
                var fields = good
                change(&fields)
                return AnswerForm.findings(fields, body)
            }
            #expect(findings { _ in } == [])
            #expect(findings { $0[.contentType] = "application/problem+json" } == [])
            #expect(findings({ $0[.contentType] = nil }, body: []) == [])
            #expect(findings { $0[.contentType] = nil } == ["a body has no type"])
            #expect(findings { $0[.contentType] = "text/csv" } == ["text/csv does not say its character set"])
            #expect(findings { $0[.contentType] = "text/plain; charset=latin1" }.count == 1)
            #expect(findings { $0[.contentType] = "image/png" } == ["image/png is no type of this interface"])
            #expect(findings { $0[.cacheControl] = nil } == ["the answer may be kept"])
            #expect(findings { $0[.xContentTypeOptions] = "sniff" } == ["the type may be guessed"])
        }

        @Test func `a served platform answers every GET as it is described, and so it refuses`() async throws {
            let folder = try TemporaryFolder()
            _ = try DevelopmentPKI(directory: URL(filePath: folder.path + "/pki"), now: .wall).create()
            let server = PlatformServer(try Harness.configuration(folder.path, players: 1), logger: Harness.quiet)
            let (addresses, ready) = AsyncStream.makeStream(of: PlatformAddresses.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    defer { ready.finish() }
                    try await server.run { ready.yield($0) }
                }
                var iterator = addresses.makeAsyncIterator()
                let told = try #require(await iterator.next())
                let tour = try Tour(folder: folder.path, addresses: told, described: await described())
                try await tour.prepare()
                try await tour.sandbox()
                try await tour.production()
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}

/// Calls to a running platform, each answer held against the description.
private final class Tour {
    let described: DescribedInterface
    let addresses: PlatformAddresses
    private let folder: String
    private var callers: [String: LiveRegulator] = [:]
    private var tokens: [String: String] = [:]
    /// By operation: the parameters whose values came into being here.
    private var values: [String: [String: String]] = [:]

    init(folder: String, addresses: PlatformAddresses, described: DescribedInterface) throws {
        self.folder = folder
        self.addresses = addresses
        self.described = described
        for party in ["ukgc", "mga", "officer", "second-officer"] {
            callers[party] = LiveRegulator(
                client: try client(party), key: try SigningKey(jwk: JSONReader.read(bytes("\(party)-signing.jwk"))),
                base: addresses.sandboxURL, party: party)
        }
    }

    private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/pki/\(name)"))) }

    private func client(_ party: String) throws -> HTTPClient {
        HTTPClient(
            trust: .pem(try bytes("ca.pem")),
            identity: ClientIdentity(certificatePEM: try bytes("\(party).pem"), keyPEM: try bytes("\(party).key")))
    }

    private func caller(_ party: String) throws -> LiveRegulator { try #require(callers[party]) }

    private func send(_ method: String, _ path: String, as party: String, _ body: Node) async throws -> Node {
        let caller = try caller(party)
        var fields: HTTPFields = [.contentType: "application/json"]
        if !path.hasPrefix("/regulator/states") { fields[.authorization] = "Bearer \(try await caller.token())" }
        let answer = try await caller.client.send(
            OutgoingRequest(method: method, url: addresses.sandboxURL + path, fields: fields, body: body.compactBytes()))
        let node = try JSONReader.read(answer.body)
        try #require((200...299).contains(answer.status), "\(method) \(path): \(node)")
        return node
    }

    private func reach(_ state: String, _ params: Node) async throws -> Node {
        try #require(try await send("POST", "/regulator/states", as: "ukgc", ["state": .string(state), "params": params])["values"])
    }

    /// Brings about what the examples of the description speak of, and notes what has a name of its own.
    func prepare() async throws {
        _ = try await reach("a completed gaming day", ["licence": "UKGC-000123", "day": "2026-10-15"])
        for state in ["a bonus rule", "a game", "a payment", "a kyc status", "a flag"] { _ = try await reach(state, ["id": "BR-7"]) }
        let change = try await reach("a change that waits for approval", ["by": "second-officer", "limit": "BR-7"])
        let approval = try #require(change["approval"]?.string)
        let agreement: Node = ["decision": "APPROVE", "reason": "agreed"]
        _ = try await send("POST", "/operator/approvals/\(approval)", as: "officer", agreement)
        let rule: Node = ["value": ["records": "AUDIT", "years": 10], "reason": "asked for"]
        let retention = try await send("PUT", "/operator/retention/BR-7", as: "officer", rule)
        let second = try #require(retention["id"]?.string)
        _ = try await send("POST", "/operator/approvals/\(second)", as: "second-officer", agreement)
        values["get-approval"] = ["id": approval]
        let origin: Node = ["address": "https://127.0.0.1:7009/in"]
        values["get-callback-origin"] = ["id": "O-9"]
        _ = try await send("PUT", "/regulator/callback-origins/O-9", as: "ukgc", origin)
        values["get-player"] = ["id": try #require(try await reach("a player", ["licence": "UKGC-000123"])["player"]?.string)]
        values["get-incident"] = ["id": try #require(try await reach("an incident", [:])["incident"]?.string)]
        let ticket = try await reach("an incident with comments and an attachment", [:])
        values["get-incident-attachment"] = [
            "id": try #require(ticket["incident"]?.string), "attachment": try #require(ticket["attachment"]?.string),
        ]
        let location = try await caller("ukgc").ask(callback: "https://127.0.0.1:1/in")
        values["get-request"] = ["id": try #require(location.split(separator: "/").last.map(String.init))]
        let checkpoint = try await caller("ukgc").read("/sandbox/regulator/audit/checkpoint")
        let size = try #require(
            String(decoding: checkpoint.body, as: UTF8.self).split(separator: "\n").dropFirst().first.flatMap { Int($0) })
        values["get-tile"] = ["path": size >= 256 ? "0/000" : "0/000.p/\(size)"]
    }

    func sandbox() async throws {
        for operation in described.operations where operation.method == "GET" {
            let base = operation.isOfHost ? addresses.baseURL : addresses.sandboxURL
            try await look(at: operation, base: base, realm: addresses.sandboxURL, values: values[operation.id] ?? [:], expecting: [200])
        }
    }

    /// Production has none of the objects, which is as well described.
    func production() async throws {
        for operation in described.operations where operation.method == "GET" && !operation.isTool && !operation.isOfHost {
            try await look(
                at: operation, base: addresses.baseURL, realm: addresses.baseURL, values: values[operation.id] ?? [:],
                expecting: [200, 404])
        }
    }

    private func look(
        at operation: DescribedInterface.Operation, base: String, realm: String, values: [String: String], expecting statuses: Set<Int>
    ) async throws {
        let target = try #require(
            described.target(of: operation, values: values), "\(operation.id): a required parameter has no example in the description")
        let scopes = operation.scopes?.first
        let party = scopes == ["compliance_officer"] ? "officer" : scopes == ["regulator_aml_read"] ? "mga" : "ukgc"
        var fields = HTTPFields()
        if let scopes, !scopes.isEmpty { fields[.authorization] = "Bearer \(try await token(party, realm))" }
        let good = try await ask(party, base + target, fields, operation)
        #expect(statuses.contains(good), "\(operation.id): \(good)")
        _ = try await ask(party, base + target + (target.contains("?") ? "&" : "?") + "no-such-parameter=1", fields, operation)
        if scopes?.isEmpty == false {
            #expect(try await ask(party, base + target, [:], operation) == 401, "\(operation.id)")
            fields[.authorization] = "Bearer \(try await token(party == "officer" ? "ukgc" : "officer", realm))"
            #expect(try await ask(party, base + target, fields, operation) == 401, "\(operation.id): another client's token")
        }
    }

    /// The status of an answer that is as it is described.
    private func ask(
        _ party: String, _ url: String, _ fields: HTTPFields, _ operation: DescribedInterface.Operation
    ) async throws -> Int {
        let answer = try await caller(party).client.send(OutgoingRequest(url: url, fields: fields))
        let findings = try described.findings(status: answer.status, fields: answer.fields, body: answer.body, of: operation)
        #expect(findings + AnswerForm.findings(answer.fields, answer.body) == [], "\(operation.id), \(url): \(answer.status)")
        return answer.status
    }

    private func token(_ party: String, _ realm: String) async throws -> String {
        if let known = tokens["\(party) \(realm)"] { return known }
        let caller = try caller(party)
        let token = try await LiveRegulator(client: caller.client, key: caller.key, base: realm, party: party).token()
        tokens["\(party) \(realm)"] = token
        return token
    }
}
