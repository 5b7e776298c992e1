import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import TestSupport
import Testing

@testable import Access

/// The refusals as curl meets them: real TLS, the development authority's certificates, its register of clients.
@Suite struct LiveAccessTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "access-\(UUID().uuidString)", directoryHint: .isDirectory)
    private let realm: Realm
    private let authority: TokenAuthority

    init() throws {
        _ = try DevelopmentPKI(directory: folder, now: .wall).create()
        realm = try Realm(.production, issuer: "https://localhost:8443")
        authority = TokenAuthority(realm: realm, signingKey: try .generate(.ecdsaP256SHA256, keyID: "issuer"))
    }

    private func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: name))) }

    /// Serves `GET /regulator/x` behind the gate and hands the port to `body`.
    private func serving(_ body: @Sendable (Int) async throws -> Void) async throws {
        let authorities = try CertificateAuthority.all(inPEM: try bytes("ca.pem"))
        let clients = try ClientRegistry(
            file: folder.appending(path: "clients.json").path, authorities: IssuingAuthorities(authorities), now: { .wall })
        let ledger = MemoryTokenLedger()
        let revoked = try RevokedCertificates(
            folder: folder.appending(path: "crl").path, thumbprints: folder.appending(path: "revoked.txt").path,
            authorities: authorities, expiredLists: .refuse, now: { .wall })
        let gate = Gatekeeper(
            authority: authority, clients: clients, revoked: revoked, ledger: ledger, now: { .wall }, record: { _ in })
        var routes = RouteTable()
        AuthorizationServer(
            authority: authority, clients: clients, revoked: revoked, ledger: ledger, now: { .wall }, newID: { UUID().uuidString },
            record: { _ in }
        ).addRoutes(to: &routes)
        routes.on("GET", "/regulator/x") { .text(try await gate.admit($0, needs: .role(.regulatorRead)).clientID) }
        routes.on("GET", "/tool") { request in
            _ = try await gate.certificate(of: request)
            return .text("tool")
        }
        routes.on("GET", "/change/{name}") { [folder] in
            .text(try Self.putInPlace($0.parameters["name"] ?? "", in: folder))
        }
        let configuration = ServerConfiguration(
            certificatePEM: try bytes("platform.pem"), keyPEM: try bytes("platform.key"), clientTrustPEM: try bytes("ca.pem"),
            clientCertificates: .optional)
        let server = try Server(configuration, routes: routes)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let running = Task {
            defer { port.finish() }
            try await server.run { port.yield($0) }
        }
        defer { running.cancel() }
        try await body(try #require(await ports.first { _ in true }))
        running.cancel()
        try await running.value
    }

    /// Copies `next-NAME` to where the platform looks for it: what an operator does, while connections are open.
    private static func putInPlace(_ name: String, in folder: URL) throws -> String {
        let place = name == "revoked.txt" ? folder : folder.appending(path: "crl")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(contentsOf: folder.appending(path: "next-\(name)")).write(to: place.appending(path: name))
        return name
    }

    private func curl(_ port: Int, as name: String?, _ arguments: String) async throws -> Shell.Outcome {
        let identity = name.map { "--cert \($0).pem --key \($0).key" } ?? ""
        return try await Shell.run(
            "curl -sS --cacert ca.pem -w '\\n%{http_code}' \(identity) \(arguments.replacingOccurrences(of: "@", with: "https://localhost:\(port)"))",
            in: folder)
    }

    private func token(_ port: Int, _ name: String) async throws -> String {
        let key = try SigningKey(jwk: try JSONReader.read(try bytes("\(name)-signing.jwk")))
        let now = Int(Timestamp.wall.seconds)
        let claims: Node = .object([
            ("iss", .string(name)), ("sub", .string(name)), ("aud", .string(realm.issuer)), ("jti", .string(UUID().uuidString)),
            ("exp", .integer(now + 60)),
        ])
        let assertion = try JWS.compact(payload: claims.compactBytes(), key: key)
        let outcome = try await curl(
            port, as: name,
            "-d grant_type=client_credentials --data-urlencode client_assertion_type=\(ClientAssertion.type) -d client_assertion=\(assertion) @/oauth2/token"
        )
        let body = try #require(outcome.output.split(separator: "\n").first)
        return try #require(try JSONReader.read(Array(body.utf8))["access_token"]?.string, "\(outcome)")
    }

    @Test func `each caller gets what its certificate, address and token deserve`() async throws {
        try await serving { port in
            let token = try await token(port, "ukgc")
            let header = "-H 'Authorization: Bearer \(token)'"
            let own = try await curl(port, as: "ukgc", "\(header) @/regulator/x")
            #expect(own.output == "ukgc\n200", "\(own)")

            let none = try await curl(port, as: nil, "\(header) @/regulator/x")
            #expect(none.output.contains("certificate-required") && none.output.hasSuffix("401"), "\(none)")

            let stranger = try await curl(port, as: "stranger", "\(header) @/regulator/x")
            #expect(stranger.status != 0)
            #expect(stranger.errors.contains("alert"), "\(stranger)")

            let borrowed = try await curl(port, as: "mga", "\(header) @/regulator/x")
            #expect(borrowed.output.contains("token-certificate-mismatch") && borrowed.output.hasSuffix("401"), "\(borrowed)")

            let elsewhere = try await curl(
                port, as: "ukgc", "--interface 127.0.0.2 \(header) -H 'X-Forwarded-For: 127.0.0.1' @/regulator/x")
            #expect(elsewhere.output.contains("address-refused") && elsewhere.output.hasSuffix("403"), "\(elsewhere)")

            let unregistered = try await curl(port, as: "simulator", "\(header) @/regulator/x")
            #expect(unregistered.output.contains("certificate-not-registered") && unregistered.output.hasSuffix("401"), "\(unregistered)")

            let officer = try await self.token(port, "officer")
            let role = try await curl(port, as: "officer", "-H 'Authorization: Bearer \(officer)' @/regulator/x")
            #expect(role.output.contains("role-missing") && role.output.hasSuffix("403"), "\(role)")

            let query = try await curl(port, as: "ukgc", "'@/regulator/x?access_token=\(token)'")
            #expect(query.output.contains("token-in-query") && query.output.hasSuffix("400"), "\(query)")
        }
    }

    @Test func `a client that is registered by name gets in with its certificate alone, and only under its own name`() async throws {
        try await serving { port in
            let form = "-d grant_type=client_credentials -d client_id=cga-named @/oauth2/token"
            let granted = try await curl(port, as: "cga-named", form)
            #expect(granted.output.hasSuffix("200"), "\(granted)")
            let body = try #require(granted.output.split(separator: "\n").first)
            let token = try #require(try JSONReader.read(Array(body.utf8))["access_token"]?.string)
            let header = "-H 'Authorization: Bearer \(token)'"
            #expect(try await curl(port, as: "cga-named", "\(header) @/regulator/x").output == "cga-named\n200")
            let borrowed = try await curl(port, as: "cga", "\(header) @/regulator/x")
            #expect(borrowed.output.contains("token-certificate-mismatch") && borrowed.output.hasSuffix("401"), "\(borrowed)")
            for name in ["cga", "simulator", nil] {
                let refused = try await curl(port, as: name, form)
                #expect(refused.output.contains("invalid_client") && refused.output.hasSuffix("401"), "\(refused)")
            }
        }
    }

    /// Status and code of each answer on one connection, with the number of connections that curl opened for it.
    private func answers(_ port: Int, _ header: String, _ paths: [String]) async throws -> [String] {
        let outcome = try await Shell.run(
            """
            curl -sS --cacert ca.pem --cert ukgc.pem --key ukgc.key \(header) -w '\\n%{http_code} %{num_connects}\\n' \
            \(paths.map { "https://localhost:\(port)\($0)" }.joined(separator: " "))
            """, in: folder)
        return outcome.output.split(separator: "\n").map(String.init).map { line in
            guard let code = try? JSONReader.read(Array(line.utf8))["code"]?.string else { return line }
            return code
        }
    }

    @Test(arguments: ["crl/list.pem", "revoked.txt"])
    func `a certificate that is revoked is refused on the connection that is open`(_ file: String) async throws {
        let name = String(file.split(separator: "/").last ?? "")
        let certificate = try PeerCertificate(pem: try bytes("ukgc.pem"))
        let next =
            file == "revoked.txt"
            ? Array((certificate.thumbprint + " # lost\n").utf8)
            : try await TestAuthority(existing: "ca", in: folder).list(revoking: ["ukgc"])
        try Data(next).write(to: folder.appending(path: "next-\(name)"))
        try await serving { port in
            let header = "-H 'Authorization: Bearer \(try await token(port, "ukgc"))'"
            let paths = ["/regulator/x", "/tool", "/change/\(name)", "/regulator/x", "/tool"]
            let seen = try await answers(port, header, paths)
            #expect(
                seen == [
                    "ukgc", "200 1", "tool", "200 0", name, "200 0", "certificate-revoked", "401 0",
                    "certificate-revoked", "401 0",
                ], "\(seen)")
            let grant = "-d grant_type=client_credentials -d client_assertion_type=x -d client_assertion=x"
            let refused = try await curl(port, as: "ukgc", "\(grant) @/oauth2/token")
            #expect(refused.output.contains("\"invalid_client\"") && refused.output.hasSuffix("401"), "\(refused)")
            let other = try await curl(port, as: "mga", "-H 'Authorization: Bearer \(try await token(port, "mga"))' @/regulator/x")
            #expect(other.output == "mga\n200", "\(other)")
        }
    }
}
