import Documents
import Foundation
import TestSupport
import Testing

@testable import ServerKit

@Suite struct RevocationListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Two certificates of an authority, the first one revoked.
    private func authority(
        _ name: String = "ca", subject: String? = nil, key: TestAuthority.Key = .p256,
        keyUsage: String = "critical,keyCertSign,cRLSign"
    ) async throws -> TestAuthority {
        let authority = try await TestAuthority(name, in: folder.url, subject: subject, key: key, keyUsage: keyUsage)
        for client in ["revoked", "good"] { try await authority.issue("\(name)-\(client)") }
        return authority
    }

    private func trusted(_ authority: TestAuthority) throws -> CertificateAuthority {
        try #require(try CertificateAuthority.all(inPEM: try authority.bytes("\(authority.name).pem")).first)
    }

    private func certificate(_ name: String) throws -> PeerCertificate {
        try PeerCertificate(pem: [UInt8](try Data(contentsOf: folder.url.appending(path: "\(name).pem"))))
    }

    private func refusal(_ bytes: [UInt8], limits: RevocationList.Limits = .standard) -> RevocationList.Refusal.Code? {
        do throws(RevocationList.Refusal) {
            _ = try RevocationList(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error.message.isEmpty ? nil : error.code
        }
    }

    @Test(arguments: [
        (TestAuthority.Key.p256, "sha256"), (.p256, "sha512"), (.p384, "sha384"), (.rsa, "sha256"), (.rsa, "sha384"), (.rsa, "sha512"),
        (.ed25519, "default"),
    ])
    func `a list of openssl says who is revoked, and its authority signed it`(_ key: TestAuthority.Key, _ digest: String) async throws {
        let authority = try await authority(key: key)
        let pem = try await authority.list(revoking: ["ca-revoked"], digest: digest)
        let list = try RevocationList(parsing: pem)
        let (revoked, good) = (try certificate("ca-revoked"), try certificate("ca-good"))
        #expect(list.serials == [revoked.serial])
        #expect(!list.serials.contains(good.serial))
        #expect(list.issuer == revoked.issuer)
        #expect(list.issuerName == "CN=ca")
        try list.check(signedBy: try trusted(authority))
        #expect(try list.signer(among: [try trusted(authority)]).name == good.issuer)
    }

    @Test func `DER and PEM are the same list, with the times that openssl shows`() async throws {
        let authority = try await authority()
        let pem = try await authority.list(revoking: ["ca-revoked", "ca-good"])
        try Data(pem).write(to: folder.url.appending(path: "list.pem"))
        let shown = try await Shell.run(
            """
            openssl crl -in list.pem -outform DER -out list.der
            openssl crl -in list.pem -text -out list.txt
            for which in lastupdate nextupdate; do date -u -d "$(openssl crl -in list.pem -noout -$which | cut -d= -f2)" +%s; done
            """, in: folder.url)
        let seconds = shown.output.split(separator: "\n").compactMap { Int64($0) }
        let list = try RevocationList(parsing: try authority.bytes("list.der"))
        #expect([list.thisUpdate.seconds, list.nextUpdate.seconds] == seconds, "\(shown)")
        #expect(list.serials == [try certificate("ca-revoked").serial, try certificate("ca-good").serial])
        for other in [pem, try authority.bytes("list.txt")] {
            #expect(try RevocationList(parsing: other).signed == list.signed)
            #expect(try RevocationList(parsing: other).serials == list.serials)
        }
        #expect(!list.isOver(at: list.nextUpdate))
        #expect(list.isOver(at: list.nextUpdate.advanced(by: .seconds(1))))
    }

    @Test func `an authority that revoked nothing says so`() async throws {
        let authority = try await authority()
        let list = try RevocationList(parsing: try await authority.list(revoking: []))
        #expect(list.serials.isEmpty)
        try list.check(signedBy: try trusted(authority))
    }

    @Test func `a list that the authority did not sign is refused`() async throws {
        let mute = try await authority("mute", keyUsage: "critical,keyCertSign")
        let (authority, twin, other) = (try await authority(), try await authority("twin", subject: "/CN=ca"), try await authority("other"))
        let mine = try trusted(authority)
        let list = try RevocationList(parsing: try await authority.list(revoking: ["ca-revoked"]))
        #expect(throws: RevocationList.Refusal(code: .wrongSignature, message: "")) { try list.check(signedBy: try trusted(twin)) }
        #expect(throws: RevocationList.Refusal(code: .otherIssuer, message: "")) { try list.check(signedBy: try trusted(other)) }
        #expect(throws: RevocationList.Refusal(code: .otherIssuer, message: "")) { try list.signer(among: [try trusted(other)]) }
        #expect(throws: RevocationList.Refusal(code: .wrongSignature, message: "")) {
            try list.signer(among: [try trusted(twin), try trusted(other)])
        }
        #expect(try list.signer(among: [try trusted(twin), mine]).thumbprint == mine.thumbprint)
        let unsigned = try RevocationList(parsing: try await mute.list(revoking: ["mute-revoked"]))
        #expect(throws: RevocationList.Refusal(code: .mayNotSignLists, message: "")) { try unsigned.check(signedBy: try trusted(mute)) }
    }

    @Test func `a bit that changed is found`() async throws {
        let authority = try await authority()
        let pem = try await authority.list(revoking: ["ca-revoked"])
        let text = String(decoding: pem, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let der = [UInt8](try #require(Data(base64Encoded: text)))
        let trusted = try trusted(authority)
        try RevocationList(parsing: der).check(signedBy: trusted)
        var accepted = 0
        for place in der.indices {
            var damaged = der
            damaged[place] ^= 1
            guard let list = try? RevocationList(parsing: damaged) else { continue }
            accepted += 1
            #expect(throws: RevocationList.Refusal.self, "byte \(place)") { try list.check(signedBy: trusted) }
        }
        #expect(accepted > 20, "the serial number and the signature at least can be read otherwise")
    }

    @Test(arguments: [
        (RevocationList.Refusal.Code.delta, "2.5.29.27=critical,DER:020101", "sha256"), (.delta, "2.5.29.27=DER:020101", "sha256"),
        (.partial, "2.5.29.28=critical,DER:30038101FF", "sha256"), (.partial, "2.5.29.28=critical,DER:30038401FF", "sha256"),
        (.criticalExtension, "1.2.3.4=critical,DER:0500", "sha256"), (.algorithm, "", "sha1"),
    ])
    func `lists that are not complete, not understood or signed with SHA-1 are refused`(
        _ code: RevocationList.Refusal.Code, _ extensions: String, _ digest: String
    ) async throws {
        let authority = try await authority()
        #expect(refusal(try await authority.list(revoking: ["ca-revoked"], digest: digest, extensions: extensions)) == code)
        #expect(refusal(try await authority.list(revoking: ["ca-revoked"], extensions: "1.2.3.4=DER:0500")) == nil)
    }

    @Test func `what is cut short, empty or something else is refused`() async throws {
        let authority = try await authority()
        let pem = try await authority.list(revoking: ["ca-revoked"])
        for length in 0..<(pem.count - 2) { #expect(refusal(Array(pem.prefix(length))) == .malformed, "\(length) bytes") }
        let der = HandmadeList().der
        for length in 0..<der.count { #expect(refusal(Array(der.prefix(length))) == .malformed, "\(length) bytes") }
        for other in [try authority.bytes("ca.pem"), try authority.bytes("ca.key"), pem + pem, der + [0x00], Array("0".utf8)] {
            #expect(refusal(other) == .malformed)
        }
    }

    @Test func `more than the limits is refused`() {
        let der = HandmadeList(entries: (1...101).map { HandmadeList.entry([$0]) }).der
        #expect(refusal(der, limits: .init(maximumEntries: 101)) == nil)
        #expect(refusal(der, limits: .init(maximumEntries: 100)) == .tooLarge)
        #expect(refusal(der, limits: .init(maximumBytes: der.count)) == nil)
        #expect(refusal(der, limits: .init(maximumBytes: der.count - 1)) == .tooLarge)
        #expect(refusal(Array(repeating: 0x30, count: RevocationList.Limits.standard.maximumBytes + 1)) == .tooLarge)
    }

    private static let reason: [UInt8] = [0x55, 0x1D, 0x15]

    @Test func `a list by hand is read`() throws {
        let list = try RevocationList(parsing: HandmadeList().der)
        #expect(list.serials == [[0x01], [0x80]])
        #expect(list.thisUpdate == Timestamp(seconds: 1_798_761_600))
        #expect(list.nextUpdate == Timestamp(seconds: 1_801_440_000))
        let good: [HandmadeList] = [
            HandmadeList(version: nil), HandmadeList(entries: nil), HandmadeList(entries: []),
            HandmadeList(algorithm: HandmadeList.rsaSHA256),
            HandmadeList(algorithm: HandmadeList.tlv(0x30, Array(HandmadeList.rsaSHA256.dropFirst(2)), [0x05, 0x00])),
            HandmadeList(nextUpdate: HandmadeList.generalizedTime("20500101000000Z")),
            HandmadeList(entries: [HandmadeList.entry([1], extensions: [HandmadeList.oneExtension(Self.reason, [0x0A, 0x01, 0x06])])]),
        ]
        for list in good { #expect(refusal(list.der) == nil, "\(list)") }
    }

    @Test func `each rule of the structure is held`() {
        let number = HandmadeList.oneExtension([0x55, 0x1D, 0x14], [0x02, 0x01, 0x01])
        func entry(_ one: [UInt8]) -> HandmadeList { HandmadeList(entries: [HandmadeList.entry([1], extensions: [one])]) }
        let bad: [(RevocationList.Refusal.Code, HandmadeList)] = [
            (.noNextUpdate, HandmadeList(nextUpdate: nil)),
            (.malformed, HandmadeList(nextUpdate: HandmadeList.utcTime("261231235959Z"))),
            (.malformed, HandmadeList(nextUpdate: HandmadeList.utcTime("270230000000Z"))),
            (.malformed, HandmadeList(nextUpdate: HandmadeList.generalizedTime("20270201000000.5Z"))),
            (.malformed, HandmadeList(version: 2)), (.malformed, HandmadeList(version: 0)),
            (.malformed, HandmadeList(version: nil, extensions: [number])),
            (.malformed, HandmadeList(extensions: [number, number])),
            (.malformed, HandmadeList(outerAlgorithm: HandmadeList.rsaSHA256)),
            (.malformed, HandmadeList(algorithm: HandmadeList.tlv(0x30, Array(HandmadeList.ecdsaSHA256.dropFirst(2)), [0x05, 0x00]))),
            (
                .algorithm,
                HandmadeList(algorithm: HandmadeList.tlv(0x30, [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x04]))
            ),
            (.malformed, HandmadeList(signature: [0x01, 0x30, 0x02])), (.malformed, HandmadeList(signature: [])),
            (.malformed, HandmadeList(entries: [HandmadeList.entry([0xFF])])),
            (.malformed, HandmadeList(entries: [HandmadeList.entry([0x00, 0x01])])),
            (.malformed, HandmadeList(entries: [HandmadeList.tlv(0x30, [0x02, 0x01, 0x01])])),
            (.malformed, entry(HandmadeList.oneExtension(Self.reason, [0x0A, 0x01, 0x08]))),
            (.criticalExtension, entry(HandmadeList.oneExtension([0x2A, 0x03], isCritical: true, [0x05, 0x00]))),
            (.partial, entry(HandmadeList.oneExtension([0x55, 0x1D, 0x1D], isCritical: true, [0x30, 0x00]))),
            (.criticalExtension, HandmadeList(extensions: [HandmadeList.oneExtension([0x2A, 0x03], isCritical: true, [])])),
        ]
        for (code, list) in bad { #expect(refusal(list.der) == code, "\(list)") }
    }
}
