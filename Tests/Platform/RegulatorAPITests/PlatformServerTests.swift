import Access
import Delivery
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import Requests
import ServerKit
import Synchronization
import TestSupport
import Testing
import TransparencyLog
import Transport

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite(.timeLimit(.minutes(1))) struct PlatformServerTests {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            _ = try DevelopmentPKI(directory: URL(filePath: folder.path + "/pki"), now: .wall).create()
        }

        /// Runs a platform while `body` looks at it; returns when it has stopped.
        func serving(
            _ change: (inout PlatformConfiguration) throws -> Void = { _ in },
            _ body: @escaping @Sendable (PlatformAddresses) async throws -> Void
        ) async throws {
            var configuration = try Harness.configuration(folder.path, players: 1)
            try change(&configuration)
            let server = PlatformServer(configuration, logger: Harness.quiet)
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

        func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: "\(folder.path)/pki/\(name)"))) }

        func client(_ party: String?) throws -> HTTPClient {
            HTTPClient(
                trust: .pem(try bytes("ca.pem")),
                identity: try party.map { ClientIdentity(certificatePEM: try bytes("\($0).pem"), keyPEM: try bytes("\($0).key")) })
        }

        @Test func `a platform serves both realms over mutual TLS, stops when cancelled, and goes on with the same log`() async throws {
            var sizes: [Int64] = []
            for _ in 0..<2 {
                try await serving { try await look(at: $0) }
                let verifier = try KeyRing(directory: folder.path + "/pki")
                    .logSigner(of: .sandbox, origin: "assay.invalid/northwind/sandbox").verifier
                let tiles = DirectoryTileStore(directory: folder.path + "/data/sandbox/log")
                sizes.append(try Checkpoint.open(#require(try tiles.read("checkpoint")), verifier: verifier).size)
                #expect(LogReader(tiles).audit(verifier: verifier).isEmpty)
            }
            #expect(sizes[0] <= sizes[1])
        }

        private func look(at addresses: PlatformAddresses) async throws {
            let (known, anonymous, stranger) = (try client("ukgc"), try client(nil), try client("stranger"))
            for (base, key) in [(addresses.baseURL, addresses.productionLogKey), (addresses.sandboxURL, addresses.sandboxLogKey)] {
                let shown = try await anonymous.send(OutgoingRequest(url: base + "/.well-known/assay-log-key"))
                #expect(String(decoding: shown.body, as: UTF8.self) == key + "\n")
                let list = OutgoingRequest(url: base + "/regulator/reports/2026-10")
                #expect(try await anonymous.send(list).status == 401)
                let refused = try await known.send(list)
                #expect(refused.status == 401)
                #expect(refused.fields[.wwwAuthenticate]?.contains("Bearer") == true)
                await #expect(throws: TransportError.self) { try await stranger.send(list) }
            }
        }

        @Test func `41: answers carry their date and refusals a challenge too, whatever is accepted`() async throws {
            try await serving { addresses in
                let regulator = LiveRegulator(
                    client: try client("ukgc"), key: try SigningKey(jwk: JSONReader.read(bytes("ukgc-signing.jwk"))),
                    base: addresses.sandboxURL)
                let token = try await regulator.token()
                let challenge = "Bearer resource_metadata=\"\(addresses.sandboxURL)/.well-known/oauth-protected-resource\""
                for path in ["/regulator/reports/2026-10", "/regulator/incidents"] {
                    for accepted in [nil, "application/json", "*/*", "application/json;q=0.5, text/html"] {
                        var request = OutgoingRequest(url: addresses.sandboxURL + path)
                        request.fields[.accept] = accepted
                        let refused = try await regulator.client.send(request)
                        #expect(refused.status == 401)
                        #expect(refused.fields[.contentType] == "application/problem+json")
                        #expect(refused.fields[.wwwAuthenticate] == challenge)
                        request.fields[.authorization] = "Bearer \(token)"
                        let answer = try await regulator.client.send(request)
                        #expect(answer.status == 200, "\(path) as \(accepted ?? "whatever")")
                        #expect(answer.fields[.contentType] == "application/json")
                        for fields in [refused.fields, answer.fields] {
                            let date = try #require(Self.date(fields[.date] ?? ""), "\(fields[.date] ?? "no date")")
                            #expect(abs(date.timeIntervalSinceNow) < 60)
                        }
                    }
                }
            }
        }

        @Test func `a realm with an issuer in issuers-json takes that one's tokens alone, and the other realm its own`() async throws {
            let elsewhere = try SigningKey.generate(.ecdsaP256SHA256, keyID: "elsewhere-1")
            let pki = URL(filePath: folder.path + "/pki")
            try Data(KeySet([elsewhere.verificationKey]).jwks().compactBytes()).write(to: pki.appending(path: "elsewhere.jwks"))
            let issuer: Node = ["issuer": "https://as.example.test", "audience": "northwind", "jwks_file": "elsewhere.jwks"]
            let issuers: Node = .object([("schema_version", 1), ("sandbox", issuer)])
            try Data(issuers.compactBytes()).write(to: pki.appending(path: "issuers.json"))
            let now = Int(Timestamp.wall.seconds)
            let claims: Node = .object([
                ("iss", "https://as.example.test"), ("aud", "northwind"), ("sub", "ukgc"), ("client_id", "ukgc"), ("jti", "1"),
                ("iat", .integer(now)), ("exp", .integer(now + 300)), ("scope", "regulator_read"),
                ("cnf", .object([("x5t#S256", .string(try PeerCertificate(pem: bytes("ukgc.pem")).thumbprint))])),
            ])
            let token = try JWS.compact(payload: claims.compactBytes(), header: [("typ", "at+jwt")], key: elsewhere)
            try await serving { addresses in
                let known = try client("ukgc")
                let production = LiveRegulator(
                    client: known, key: try SigningKey(jwk: JSONReader.read(bytes("ukgc-signing.jwk"))), base: addresses.baseURL)
                let own = try await production.token()
                func status(_ base: String, _ token: String) async throws -> Int {
                    let fields: HTTPFields = [.authorization: "Bearer \(token)"]
                    return try await known.send(OutgoingRequest(url: base + "/regulator/reports/2026-10", fields: fields)).status
                }
                #expect(try await status(addresses.sandboxURL, token) == 200)
                #expect(try await status(addresses.sandboxURL, own) == 401)
                #expect(try await status(addresses.baseURL, own) == 200)
                #expect(try await status(addresses.baseURL, token) == 401)
                let asked = try await known.send(OutgoingRequest(method: "POST", url: addresses.sandboxURL + "/oauth2/token"))
                #expect(asked.status == 404)
                let metadata = try await known.send(OutgoingRequest(url: addresses.sandboxURL + "/.well-known/oauth-protected-resource"))
                #expect(try JSONReader.read(metadata.body)["authorization_servers"] == ["https://as.example.test"])
            }
        }

        /// The moment that a field `Date` names (RFC 9110 §5.6.7, IMF-fixdate).
        private static func date(_ text: String) -> Date? {
            let formatter = DateFormatter()
            formatter.locale = Locale(identifier: "en_US_POSIX")
            formatter.timeZone = TimeZone(secondsFromGMT: 0)
            formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
            return formatter.date(from: text)
        }

        @Test(arguments: [Withdrawal.token, .thumbprint, .list, .client])
        func `40: a served platform refuses within a second what was taken away`(
            _ withdrawal: Withdrawal
        ) async throws {
            try await serving { addresses in
                let regulator = LiveRegulator(
                    client: try client("ukgc"), key: try SigningKey(jwk: JSONReader.read(bytes("ukgc-signing.jwk"))),
                    base: addresses.sandboxURL)
                let token = try await regulator.token()
                let list = OutgoingRequest(
                    url: addresses.sandboxURL + "/regulator/reports/2026-10", fields: [.authorization: "Bearer \(token)"])
                #expect(try await regulator.client.send(list).status == 200)
                try await take(withdrawal, from: regulator, token)
                let since = ContinuousClock.now
                var answer = try await regulator.client.send(list)
                while answer.status == 200, ContinuousClock.now - since < .seconds(2) { answer = try await regulator.client.send(list) }
                #expect(ContinuousClock.now - since < .seconds(1))
                #expect(answer.status == 401)
                #expect(try JSONReader.read(answer.body)["code"]?.string == withdrawal.code)
                // The tools of the sandbox need a certificate alone, of whomever.
                let tool = try await regulator.get("/regulator/faults").status
                #expect(tool == (withdrawal.code == "certificate-revoked" ? 401 : 200))
            }
        }

        /// What is taken from a client.
        enum Withdrawal: Sendable {
            case token, thumbprint, list, client

            /// The code of the refusal.
            var code: String {
                switch self {
                case .token: "token-revoked"
                case .thumbprint, .list: "certificate-revoked"
                case .client: "certificate-not-registered"
                }
            }
        }

        private func take(_ withdrawal: Withdrawal, from regulator: LiveRegulator, _ token: String) async throws {
            let pki = URL(filePath: folder.path + "/pki")
            switch withdrawal {
            case .token:
                try await regulator.revoke(token)
            case .thumbprint:
                let thumbprint = try PeerCertificate(pem: bytes("ukgc.pem")).thumbprint
                try Data("\(thumbprint)\n".utf8).write(to: pki.appending(path: "revoked.txt"), options: .atomic)
            case .list:
                let list = try await TestAuthority(existing: "ca", in: pki).list(revoking: ["ukgc"])
                try FileManager.default.createDirectory(at: pki.appending(path: "crl"), withIntermediateDirectories: true)
                try Data(list).write(to: pki.appending(path: "crl/ca.crl"), options: .atomic)
            case .client:
                let register = try JSONReader.read(bytes("clients.json"))
                let others = (register["clients"]?.array ?? []).filter { $0["client_id"]?.string != "ukgc" }
                try Data(register.setting("clients", .array(others)).compactBytes()).write(
                    to: pki.appending(path: "clients.json"), options: .atomic)
            }
        }

        @Test func `a request that was accepted over the wire is answered by a signed callback and acknowledged`() async throws {
            let (callbacks, arrived) = AsyncStream.makeStream(of: ServerRequest.self)
            var routes = RouteTable()
            routes.on("POST", "/in") { request in
                arrived.yield(request)
                return ServerResponse(status: 202)
            }
            let inbox = try Server(
                ServerConfiguration(
                    certificatePEM: bytes("simulator.pem"), keyPEM: bytes("simulator.key"), clientTrustPEM: bytes("ca.pem"),
                    clientCertificates: .required), routes: routes)
            let (ports, listening) = AsyncStream.makeStream(of: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await inbox.run { listening.yield($0) } }
                var iterator = ports.makeAsyncIterator()
                let port = try #require(await iterator.next())
                try await serving { addresses in
                    let regulator = LiveRegulator(
                        client: try client("ukgc"), key: try SigningKey(jwk: JSONReader.read(bytes("ukgc-signing.jwk"))),
                        base: addresses.sandboxURL)
                    let location = try await regulator.ask(callback: "https://127.0.0.1:\(port)/in")
                    var received = callbacks.makeAsyncIterator()
                    let callback = try #require(await received.next())
                    let keys = try KeySet(jwks: JSONReader.read(await regulator.get("/.well-known/jwks.json").body))
                    let signature = try #require(try MessageSignature.all(in: callback.fields).first)
                    _ = try signature.verify(
                        .request(method: "POST", targetURI: "https://127.0.0.1:\(port)/in", fields: callback.fields), keys: keys,
                        now: .wall,
                        maximumAge: .seconds(300), skew: .seconds(10), allowed: [.ed25519], tag: "assay-callback")
                    try ContentDigest.check(callback.fields[.contentDigest], body: callback.body)
                    #expect(callback.peer?.sans.contains("IP:127.0.0.1") == true)
                    var state: String?
                    while state != "acknowledged", state != "failed" {
                        state = try JSONReader.read(await regulator.read(location).body)["state"]?.string
                    }
                    #expect(state == "acknowledged")
                }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}
