#if Platform
    import Documents
    import Foundation
    import HTTPTypes
    import MessageSignatures
    import ServerKit
    import Synchronization
    import TestSupport
    import Testing
    import Transport

    /// A platform that is killed in the middle of its work, again and again: what it acknowledged is there exactly once, what it accepted
    /// is answered. Asked for by `CI/checks/crash` only, because it kills things and takes minutes.
    @Suite struct CrashTests {
        /// A fault of the sandbox to switch on, so that the check is seen to fail.
        private static let fault = ProcessInfo.processInfo.environment["ASSAY_CRASH_FAULT"]
        private static let kills = ProcessInfo.processInfo.environment["ASSAY_KILLS"].flatMap { Int($0) } ?? 0

        @Test(.enabled(if: CrashTests.kills > 0, "only CI/checks/crash asks for it"))
        func `kill -9 loses nothing that was acknowledged and doubles nothing`() async throws {
            let inbox = try Inbox()
            var platform = try await ServedPlatform.start()
            let port = platform.port
            try await inbox.running(trusting: platform.folder) { inboxURL in
                let ledger = Ledger()
                for round in 1...Self.kills {
                    if let fault = Self.fault { try await platform.enable([fault]) }
                    let client = try Client(platform, round: round, inbox: inboxURL)
                    await withTaskGroup(of: Void.self) { group in
                        for lane in 0..<4 { group.addTask { await client.keepChanging(lane: lane, ledger) } }
                        group.addTask { await client.keepAsking(ledger) }
                        // Not a wait for something to happen: the moment of the blow is what varies from round to round.
                        try? await Task.sleep(for: .milliseconds(400 + round * 37 % 400))
                        await platform.kill()
                        group.cancelAll()
                    }
                    client.close()
                    platform = try await ServedPlatform.start(in: platform.folder, port: port)
                    print(
                        "crash: kill \(round) of \(Self.kills), \(ledger.changes.count) changes and \(ledger.requests.count) requests so far"
                    )
                }
                #expect(ledger.changes.count > Self.kills && ledger.requests.count > Self.kills / 2, "too little happened before the blows")
                try await check(ledger, platform, inbox)
            }
            await platform.stop()
            let audit = try await Command.run(
                "audit", "verify", platform.folder.path("data/sandbox/log"), "--key", platform.logKey)
            #expect(audit.status == 0, "\(audit.output)")
        }

        private func check(_ ledger: Ledger, _ platform: ServedPlatform, _ inbox: Inbox) async throws {
            let client = try Client(platform, round: 0, inbox: "")
            defer { client.close() }
            var logged: [String: [Int]] = [:]
            for lane in 0..<4 {
                for (reason, index) in try await client.history(of: "BR-C\(lane)") { logged[reason, default: []].append(index) }
            }
            for (reason, index) in ledger.changes { #expect(logged[reason] == [index], "acknowledged change \(reason)") }
            #expect(logged.values.allSatisfy { $0.count == 1 }, "an entry is there twice")
            let indices = logged.values.flatMap(\.self)
            #expect(Set(indices).count == indices.count, "two entries have one index")
            let end = ContinuousClock.now.advanced(by: .seconds(90))
            var open = ledger.requests
            while !open.isEmpty, ContinuousClock.now < end {
                var left: [String] = []
                for request in open where try await client.state(of: request) != "acknowledged" { left.append(request) }
                open = left
            }
            #expect(open.isEmpty, "accepted and not answered: \(open)")
            let received = inbox.received
            for request in ledger.requests {
                #expect((received[request] ?? []).count == 1, "deliveries of \(request): \(received[request] ?? [])")
            }
        }
    }

    /// What the platform acknowledged before it was killed.
    private final class Ledger: Sendable {
        private let state = Mutex<(changes: [String: Int], requests: [String])>(([:], []))
        var changes: [String: Int] { state.withLock { $0.changes } }
        var requests: [String] { state.withLock { $0.requests } }
        func acknowledge(change reason: String, at index: Int) { state.withLock { $0.changes[reason] = index } }
        func accept(request id: String) { state.withLock { $0.requests.append(id) } }
    }

    /// Receives deliveries and acknowledges each.
    private final class Inbox: Sendable {
        /// The distinct deliveries of each request.
        private let deliveries = Mutex<[String: Set<String>]>([:])
        var received: [String: Set<String>] { deliveries.withLock { $0 } }

        init() throws {}

        func running(trusting folder: TemporaryFolder, _ work: @escaping (String) async throws -> Void) async throws {
            func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: folder.url.appending(path: "pki/\(name)"))) }
            var routes = RouteTable()
            routes.on("POST", "/callbacks") { [self] request in
                let body = try JSONReader.read(request.body)
                let (id, delivery) = (body["request_id"]?.string ?? "", body["delivery_id"]?.string ?? "")
                deliveries.withLock { _ = $0[id, default: []].insert(delivery) }
                return .json([:], status: 202)
            }
            let server = try Server(
                ServerConfiguration(
                    host: "127.0.0.1", port: 0, certificatePEM: bytes("simulator.pem"), keyPEM: bytes("simulator.key"),
                    clientTrustPEM: bytes("ca.pem"), clientCertificates: .optional), routes: routes)
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run { port.yield($0) } }
                defer { group.cancelAll() }
                var iterator = ports.makeAsyncIterator()
                let listening = try #require(await iterator.next())
                try await work("https://127.0.0.1:\(listening)/callbacks")
            }
        }
    }

    /// An officer who changes rules and a regulator who asks for reports, as fast as they are answered.
    private final class Client: Sendable {
        private let platform: ServedPlatform
        private let round: Int
        private let inbox: String
        private let officer: HTTPClient
        private let regulator: HTTPClient
        private let signing: SigningKey
        private let tokens = Mutex<[String: String]>([:])

        init(_ platform: ServedPlatform, round: Int, inbox: String) throws {
            self.platform = platform
            self.round = round
            self.inbox = inbox
            func bytes(_ name: String) throws -> [UInt8] {
                try [UInt8](Data(contentsOf: platform.folder.url.appending(path: "pki/\(name)")))
            }
            let trust = Trust.pem(try bytes("ca.pem"))
            officer = HTTPClient(
                trust: trust, identity: ClientIdentity(certificatePEM: try bytes("officer.pem"), keyPEM: try bytes("officer.key")))
            regulator = HTTPClient(
                trust: trust, identity: ClientIdentity(certificatePEM: try bytes("ukgc.pem"), keyPEM: try bytes("ukgc.key")))
            signing = try SigningKey(jwk: JSONReader.read(bytes("ukgc-signing.jwk")))
        }

        func close() {
            officer.close()
            regulator.close()
        }

        private func token(_ party: String, _ scope: String) async throws -> String {
            if let known = tokens.withLock({ $0[party] }) { return known }
            let token = try await platform.token(of: party, at: platform.sandbox, scope: scope)
            tokens.withLock { $0[party] = token }
            return token
        }

        func keepChanging(lane: Int, _ ledger: Ledger) async {
            guard let token = try? await token("officer", "compliance_officer") else { return }
            for number in 0..<10_000 where !Task.isCancelled {
                let reason = "lane \(lane), round \(round), change \(number)"
                let value: Node = [
                    "name": "Crash bonus", "percentage": .integer(number % 500), "max_amount": ["amount": "10.00", "currency": "EUR"],
                    "wagering_multiple": 35, "valid_from": "2026-10-01", "valid_to": .null, "active": true,
                ]
                var request = OutgoingRequest(
                    method: "PUT", url: "\(platform.sandbox)/operator/bonus_rule/BR-C\(lane)",
                    body: Node.object([("value", value), ("reason", .string(reason))]).compactBytes(), timeout: .seconds(10))
                request.fields[.contentType] = "application/json"
                request.fields[.authorization] = "Bearer \(token)"
                guard let answer = try? await officer.send(request), (200...201).contains(answer.status),
                    let index = (try? JSONReader.read(answer.body))?["audit"]?["index"]?.integer
                else { return }
                ledger.acknowledge(change: reason, at: index)
            }
        }

        func keepAsking(_ ledger: Ledger) async {
            guard let token = try? await token("ukgc", "regulator_read regulator_request") else { return }
            for _ in 0..<10_000 where !Task.isCancelled {
                let id = UUID().uuidString.lowercased()
                guard let request = try? question(id, token), let answer = try? await regulator.send(request), answer.status == 202 else {
                    return
                }
                ledger.accept(request: id)
            }
        }

        private func question(_ id: String, _ token: String) throws -> OutgoingRequest {
            let parameters: Node = ["period": "2026-10-15", "template": "T16"]
            let body = Node.object([
                ("request_id", .string(id)), ("kind", "report"), ("parameters", parameters), ("format", "csv"),
                ("callback_url", .string(inbox)),
            ]).compactBytes()
            var request = OutgoingRequest(
                method: "POST", url: "\(platform.sandbox)/webhook/regulator/request", body: body, timeout: .seconds(10))
            request.fields[.contentType] = "application/json"
            request.fields[.authorization] = "Bearer \(token)"
            let digest = try #require(HTTPField.Name("Content-Digest"))
            request.fields[digest] = ContentDigest.value(for: body)
            let now = Timestamp.wall.seconds
            let (input, value) = try MessageSignature.sign(
                SignedMessage.request(method: request.method, targetURI: request.url, fields: request.fields),
                covering: ["@method", "@target-uri", "content-digest", "content-type"].map { try Component(parsing: $0) },
                parameters: SignatureParameters(
                    created: now, expires: now + 300, nonce: UUID().uuidString, keyID: signing.keyID, tag: "assay-request"), key: signing)
            request.fields[try #require(HTTPField.Name("Signature-Input"))] = input
            request.fields[try #require(HTTPField.Name("Signature"))] = value
            return request
        }

        /// Reason and index of every entry of a rule.
        func history(of rule: String) async throws -> [(String, Int)] {
            var entries: [(String, Int)] = []
            var cursor = ""
            repeat {
                let page = try await get("/regulator/audit?entity=bonus_rule&id=\(rule)" + (cursor.isEmpty ? "" : "&cursor=\(cursor)"))
                for change in page["changes"]?.array ?? [] {
                    entries.append((change["reason"]?.string ?? "", change["index"]?.integer ?? -1))
                }
                cursor = page["next"]?.string ?? ""
            } while !cursor.isEmpty
            return entries
        }

        func state(of request: String) async throws -> String? { try await get("/regulator/requests/\(request)")["state"]?.string }

        private func get(_ path: String) async throws -> Node {
            var request = OutgoingRequest(url: platform.sandbox + path)
            request.fields[.authorization] = "Bearer \(try await token("ukgc", "regulator_read"))"
            let answer = try await regulator.send(request)
            try #require(answer.status == 200, "\(path): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
            return try JSONReader.read(answer.body)
        }
    }
#endif
