import Documents
import Foundation
import ServerKit
import TestSupport
import Testing

/// The handshake's rules, judged by curl and openssl.
@Suite struct TLSTests {
    private func curl(
        _ arguments: String, client: String?, mode: ServerConfiguration.ClientCertificates = .required
    ) async throws -> Shell.Outcome {
        let certificates = try await Certificates.shared.value
        let identity = client.map { "--cert \($0).pem --key \($0).key" } ?? ""
        return try await withServer(try certificates.configuration(mode), echoRoutes()) { port in
            try await Shell.run(
                "curl -sS -w '\\n%{http_code}' --cacert ca.pem \(identity) \(arguments) https://127.0.0.1:\(port)/echo/x",
                in: certificates.folder)
        }
    }

    private func openssl(_ arguments: String, server: String = "server") async throws -> Shell.Outcome {
        let certificates = try await Certificates.shared.value
        return try await withServer(try certificates.configuration(.required, server: server), echoRoutes()) { port in
            try await Shell.run(
                "openssl s_client -connect 127.0.0.1:\(port) -CAfile ca.pem -cert client.pem -key client.key \(arguments) </dev/null",
                in: certificates.folder)
        }
    }

    @Test(arguments: [ServerConfiguration.ClientCertificates.required, .optional])
    func `the right certificate is let in and known`(_ mode: ServerConfiguration.ClientCertificates) async throws {
        let outcome = try await curl("", client: "client", mode: mode)
        let thumbprint = try await Shell.run(
            "openssl x509 -in client.pem -outform DER | openssl dgst -sha256 -binary | basenc --base64url | tr -d '=\\n'",
            in: try await Certificates.shared.value.folder)
        #expect(outcome.output.hasSuffix("200"), "\(outcome)")
        #expect(outcome.output.contains("\"thumbprint\":\"\(thumbprint.output)\""))
        #expect(outcome.output.contains("\"remote\":\"127.0.0.1\""))
    }

    @Test func `without a certificate there is no handshake where one is required`() async throws {
        let outcome = try await curl("", client: nil)
        #expect(outcome.status != 0)
        #expect(outcome.errors.contains("certificate required"), "\(outcome)")
    }

    @Test func `without a certificate the request arrives where it is optional`() async throws {
        let outcome = try await curl("", client: nil, mode: .optional)
        #expect(outcome.output.contains("\"thumbprint\":null"), "\(outcome)")
    }

    @Test func `a certificate is not asked for where none is wanted`() async throws {
        let outcome = try await curl("", client: "client", mode: .none)
        #expect(outcome.output.contains("\"thumbprint\":null"), "\(outcome)")
    }

    @Test(arguments: ["stranger", "expired", "wrong-use"], [ServerConfiguration.ClientCertificates.required, .optional])
    func `a bad certificate ends the handshake`(_ client: String, _ mode: ServerConfiguration.ClientCertificates) async throws {
        let outcome = try await curl("", client: client, mode: mode)
        #expect(outcome.status != 0)
        #expect(!outcome.output.contains("200"), "\(outcome)")
    }

    @Test func `TLS 1-3 is chosen when both know it, with a connection that is kept`() async throws {
        let outcome = try await openssl("")
        #expect(outcome.text.contains("New, TLSv1.3"), "\(outcome)")
    }

    @Test(arguments: ["ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"])
    func `TLS 1-2 with forward secrecy and an AEAD is accepted`(_ suite: String) async throws {
        let outcome = try await openssl("-tls1_2 -cipher \(suite)")
        #expect(outcome.text.contains("Cipher is \(suite)"), "\(outcome)")
    }

    @Test(arguments: [
        "-tls1_1 -cipher DEFAULT@SECLEVEL=0", "-tls1 -cipher DEFAULT@SECLEVEL=0", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256",
    ])
    func `old versions and CBC are refused`(_ arguments: String) async throws {
        let outcome = try await openssl(arguments)
        #expect(outcome.text.contains("Cipher is (NONE)"), "\(outcome)")
        #expect(outcome.text.contains("alert"), "\(outcome)")
    }

    /// Suites that only a certificate of RSA can serve: refused although the client offers nothing else, one by one and all together.
    @Test(arguments: [
        "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA256", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA384",
        "DHE-RSA-AES128-GCM-SHA256", "kRSA",
    ])
    func `2: an RSA certificate opens no suite with static RSA, finite-field Diffie-Hellman or CBC`(_ suite: String) async throws {
        let outcome = try await openssl("-tls1_2 -cipher \(suite)@SECLEVEL=0", server: "server-rsa")
        #expect(outcome.text.contains("Cipher is (NONE)"), "\(outcome)")
        #expect(outcome.text.contains("alert handshake failure"), "\(outcome)")
    }

    @Test(arguments: ["ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"])
    func `a listener with an RSA certificate takes the suites with forward secrecy and an AEAD`(_ suite: String) async throws {
        let outcome = try await openssl("-tls1_2 -cipher \(suite)", server: "server-rsa")
        #expect(outcome.text.contains("Cipher is \(suite)"), "\(outcome)")
    }

    @Test func `a client that prefers HTTP-2 gets HTTP-1-1`() async throws {
        let outcome = try await openssl("-alpn h2,http/1.1")
        #expect(outcome.text.contains("ALPN protocol: http/1.1"), "\(outcome)")
    }

    @Test func `what cannot be served is refused before the socket opens`() async throws {
        let certificates = try await Certificates.shared.value
        let (certificate, key) = (try certificates.bytes("server.pem"), try certificates.bytes("server.key"))
        #expect(throws: ServerError.noClientTrust) {
            try Server(.init(certificatePEM: certificate, keyPEM: key, clientCertificates: .required), routes: RouteTable())
        }
        #expect(throws: (any Error).self) {
            try Server(.init(certificatePEM: Array("x".utf8), keyPEM: key, clientCertificates: .none), routes: RouteTable())
        }
        #expect(throws: (any Error).self) {
            try Server(
                .init(certificatePEM: certificate, keyPEM: try certificates.bytes("client.key"), clientCertificates: .none),
                routes: RouteTable())
        }
        #expect(throws: ServerError.plainTextBeyondLoopback(host: "0.0.0.0")) {
            try Server(.init(host: "0.0.0.0", channel: .plainText), routes: RouteTable())
        }
    }
}
