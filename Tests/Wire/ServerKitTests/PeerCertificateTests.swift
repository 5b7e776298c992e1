import Documents
import Foundation
import NIOSSL
import TestSupport
import Testing

@testable import ServerKit

@Suite struct PeerCertificateTests {
    private func der(_ name: String) async throws -> [UInt8] {
        let pem = try await Certificates.shared.value.bytes(name)
        return try #require(try NIOSSLCertificate.fromPEMBytes(pem).first).toDERBytes()
    }

    @Test func `subject, names, thumbprint and end agree with openssl`() async throws {
        let certificates = try await Certificates.shared.value
        let certificate = try PeerCertificate(der: try await der("client.pem"))
        let openssl = try await Shell.run(
            "openssl x509 -in client.pem -outform DER | openssl dgst -sha256 -binary | basenc --base64url | tr -d =; "
                + "date -u -d \"$(openssl x509 -in client.pem -noout -enddate | cut -d= -f2)\" +%s", in: certificates.folder)
        let lines = openssl.output.split(separator: "\n")
        #expect(certificate.thumbprint == String(lines[0]))
        #expect(certificate.notAfter == Timestamp(seconds: try #require(Int64(lines[1]))))
        #expect(certificate.sans == ["DNS:client.invalid", "IP:2001:db8::1", "URI:urn:client", "email:c@example.org"])
        #expect(certificate.subject.contains("CN=client"))
    }

    @Test func `issuer and serial number are those of the authority`() async throws {
        let certificates = try await Certificates.shared.value
        let certificate = try PeerCertificate(der: try await der("client.pem"))
        let openssl = try await Shell.run("openssl x509 -in client.pem -noout -serial | cut -d= -f2", in: certificates.folder)
        let digits = certificate.serial.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
        #expect(digits == openssl.output.trimmingCharacters(in: .whitespacesAndNewlines))
        let authorities = try CertificateAuthority.all(inPEM: try certificates.bytes("ca.pem") + certificates.bytes("server.pem"))
        #expect(authorities.map(\.subject) == ["CN=authority", "CN=server"])
        #expect(authorities[0].name == certificate.issuer)
        #expect(authorities[0].maySignLists)
        #expect(throws: (any Error).self) { try CertificateAuthority.all(inPEM: Array("x".utf8)) }
        #expect(try CertificateAuthority.all(inPEM: []).isEmpty)
    }

    @Test func `bytes that are no certificate are refused`() async throws {
        #expect(throws: (any Error).self) { try PeerCertificate(der: []) }
        let der = try await der("client.pem")
        #expect(throws: (any Error).self) { try PeerCertificate(der: Array(der.dropLast())) }
    }

    @Test func `the cache parses once, is bounded and keeps what was used last`() async throws {
        let cache = PeerCertificateCache(capacity: 2)
        let (client, server, stranger) = (try await der("client.pem"), try await der("server.pem"), try await der("stranger.pem"))
        #expect(try cache.certificate(der: client) == PeerCertificate(der: client))
        _ = try cache.certificate(der: server)
        _ = try cache.certificate(der: client)
        _ = try cache.certificate(der: stranger)
        #expect(cache.count <= 2)
        #expect(throws: (any Error).self) { try cache.certificate(der: [1, 2, 3]) }
        #expect(cache.count <= 2)
    }
}
