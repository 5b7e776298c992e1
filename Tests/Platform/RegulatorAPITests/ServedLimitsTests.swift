import Access
import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import TestSupport
import Testing
import Transport

@testable import RegulatorAPI

/// What a served platform does with bursts, large bodies, balancers in front, and certificates that are replaced.
extension RegulatorAPISuite.PlatformServerTests {
    @Test func `a burst of ten times its allowance ends with 429 for one client and changes nothing for another`() async throws {
        try await serving({ $0.rateLimit = try #require(RateLimitPolicy(requests: 20, seconds: 60)) }) { addresses in
            let (busy, other) = (try client("ukgc"), try client("mga"))
            let list = OutgoingRequest(url: addresses.baseURL + "/regulator/reports/2026-10")
            var answers: [IncomingResponse] = []
            for _ in 0..<200 { answers.append(try await busy.send(list)) }
            #expect(answers.prefix(20).allSatisfy { $0.status == 401 } && answers.dropFirst(20).allSatisfy { $0.status == 429 })
            for refused in answers.dropFirst(20) {
                #expect(refused.fields[.retryAfter].flatMap(Int.init).map { (1...60).contains($0) } == true)
                #expect(refused.fields[.rateLimitPolicy] == "\"requests\";q=20;w=60")
                #expect(refused.fields[.rateLimit]?.hasPrefix("\"requests\";r=0;t=") == true)
            }
            let answer = try await other.send(list)
            #expect(answer.status == 401 && answer.fields[.rateLimit]?.hasPrefix("\"requests\";r=19;") == true, "\(answer)")
            // The same client asks the other realm of the same platform.
            #expect(try await busy.send(OutgoingRequest(url: addresses.sandboxURL + "/regulator/reports/2026-10")).status == 401)
        }
    }

    @Test func `the token endpoint has an allowance of its own`() async throws {
        try await serving({ $0.rateLimit = try #require(RateLimitPolicy(requests: 20, seconds: 60)) }) { addresses in
            let busy = try client("ukgc")
            let token = OutgoingRequest(method: "POST", url: addresses.baseURL + "/oauth2/token", body: Array("grant_type=x".utf8))
            var statuses: [Int] = []
            for _ in 0..<12 { statuses.append(try await busy.send(token).status) }
            #expect(statuses.prefix(10).allSatisfy { $0 < 429 } && statuses.suffix(2) == [429, 429], "\(statuses)")
            let refused = try await busy.send(token)
            #expect(refused.fields[.rateLimitPolicy] == "\"tokens\";q=10;w=60" && refused.fields[.retryAfter] != nil)
            #expect(try await busy.send(OutgoingRequest(url: addresses.baseURL + "/regulator/reports/2026-10")).status == 401)
            #expect(try await client("mga").send(token).status < 429)
        }
    }

    @Test func `a body of one byte more than its route takes is 413: forms, objects, documents`() async throws {
        try await serving { addresses in
            let caller = try client("ukgc")
            for (path, most) in [
                ("/oauth2/token", AuthorizationServer.maximumFormBytes), ("/webhook/regulator/request", BodyLimits.json),
                ("/operator/events", BodyLimits.json), ("/regulator/validate", DocumentQuestion.maximumBytes),
                ("/regulator/signature", BodyLimits.document), ("/no/where", BodyLimits.json),
            ] {
                let body = { (count: Int) in Array(repeating: UInt8(ascii: " "), count: count) }
                let url = addresses.sandboxURL + path
                let fits = try await caller.send(OutgoingRequest(method: "POST", url: url, body: body(most)))
                #expect(fits.status != 413, "\(path)")
                let refused = try await caller.send(OutgoingRequest(method: "POST", url: url, body: body(most + 1)))
                #expect(refused.status == 413, "\(path): \(refused.status)")
                #expect(try JSONReader.read(refused.body)["code"]?.string == "body-too-large")
            }
        }
    }

    /// Sends a request through a balancer at 127.0.0.2, which says whose connection it is.
    private func status(_ url: String, token: String, forwardedFor address: String, header: Bool = true) async throws -> String {
        let script = """
            import socket, ssl, sys
            url, token, address, header = sys.argv[1:]
            host, _, path = url.removeprefix("https://").partition("/")
            name, port = host.split(":")
            raw = socket.create_connection((name, int(port)), timeout=20, source_address=("127.0.0.2", 0))
            try:
                if header == "true":
                    raw.sendall(f"PROXY TCP4 {address} 127.0.0.1 40000 {port}\\r\\n".encode())
                context = ssl.create_default_context(cafile="ca.pem")
                context.load_cert_chain("ukgc.pem", "ukgc.key")
                with context.wrap_socket(raw, server_hostname=name) as tls:
                    tls.sendall(f"GET /{path} HTTP/1.1\\r\\nHost: {host}\\r\\nAuthorization: Bearer {token}\\r\\n"
                        f"X-Forwarded-For: 127.0.0.1\\r\\nForwarded: for=127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n".encode())
                    print(tls.recv(12).decode()[9:], end="")
            except OSError:
                print("none", end="")
            """
        let file = try folder.write(script, to: "balancer.py")
        let outcome = try await Shell.run(
            "python3 '\(file)' \(url) \(token) \(address) \(header)", in: URL(filePath: folder.path + "/pki"))
        return outcome.output.isEmpty ? outcome.errors : outcome.output
    }

    @Test func `behind a listed balancer the address that it tells counts, and no field does`() async throws {
        try await serving({ $0.trustedProxies = [try #require(AddressBlock("127.0.0.2/32"))] }) { addresses in
            let regulator = LiveRegulator(
                client: try client("ukgc"), key: try SigningKey(jwk: JSONReader.read(bytes("ukgc-signing.jwk"))),
                base: addresses.sandboxURL)
            let token = try await regulator.token()
            let url = addresses.sandboxURL + "/regulator/reports/2026-10"
            #expect(try await status(url, token: token, forwardedFor: "127.0.0.1") == "200")
            #expect(try await status(url, token: token, forwardedFor: "203.0.113.9") == "403")
            #expect(try await status(url, token: token, forwardedFor: "127.0.0.1", header: false) == "none")
        }
    }

    @Test func `a new certificate, key and authority hold for the next connection`() async throws {
        let other = try TemporaryFolder()
        _ = try DevelopmentPKI(directory: other.url, now: .wall).create()
        try await serving { addresses in
            let key = OutgoingRequest(url: addresses.baseURL + "/.well-known/assay-log-key")
            #expect(try await client("ukgc").send(key).status == 200)
            for name in ["platform.pem", "platform.key", "ca.pem"] {
                let place = folder.path + "/pki/" + name
                try FileManager.default.copyItem(atPath: other.path(name), toPath: place + ".next")
                #expect(rename(place + ".next", place) == 0)
            }
            let renewed = { (name: String) in [UInt8](try Data(contentsOf: URL(filePath: other.path(name)))) }
            let successor = HTTPClient(
                trust: .pem(try renewed("ca.pem")),
                identity: ClientIdentity(certificatePEM: try renewed("ukgc.pem"), keyPEM: try renewed("ukgc.key")))
            #expect(try await successor.send(key).status == 200)
            // Its files are the new ones by now; what it shows was issued by an authority that is gone.
            let old = HTTPClient(
                trust: .pem(try renewed("ca.pem")),
                identity: ClientIdentity(certificatePEM: try bytes("ukgc.pem"), keyPEM: try bytes("ukgc.key")))
            await #expect(throws: TransportError.self) { try await old.send(key) }
        }
    }

    @Test func `metrics and health are not served to callers of the interface`() async throws {
        try await serving { addresses in
            for base in [addresses.baseURL, addresses.sandboxURL] {
                for path in ["metrics", "livez", "readyz", "startupz", "health", "debug", "admin"] {
                    let answer = try await client("officer").send(OutgoingRequest(url: "\(base)/\(path)"))
                    #expect(answer.status == 404, "\(path)")
                    #expect(answer.fields.contains { ["server", "via", "x-powered-by"].contains($0.name.canonicalName) } == false)
                }
            }
        }
    }
}
