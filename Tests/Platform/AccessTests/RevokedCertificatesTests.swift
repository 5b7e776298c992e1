import Documents
import Foundation
import HTTPTypes
import ServerKit
import Synchronization
import TestSupport
import Testing

@testable import Access

/// Lists and thumbprints in a folder that changes, with the authority's certificates by openssl and a clock that stands until moved.
@Suite struct RevokedCertificatesTests {
    private let folder: TemporaryFolder
    private let clock = World.Clock()
    private let events = Events()

    private final class Events: Sendable {
        private let list = Mutex<[RevokedCertificates.Event]>([])
        func append(_ event: RevokedCertificates.Event) { list.withLock { $0.append(event) } }
        var all: [RevokedCertificates.Event] { list.withLock { $0 } }
        var refusals: [String] {
            all.compactMap {
                guard case .refused(_, let reason) = $0 else { return nil }
                return reason
            }
        }
    }

    init() throws { folder = try TemporaryFolder() }

    /// An authority with two certificates.
    private func authority(_ name: String = "ca", subject: String? = nil) async throws -> TestAuthority {
        let authority = try await TestAuthority(name, in: folder.url, subject: subject)
        for client in ["one", "two"] { try await authority.issue("\(name)-\(client)") }
        return authority
    }

    private func certificate(_ name: String) throws -> PeerCertificate {
        try PeerCertificate(pem: [UInt8](try Data(contentsOf: folder.url.appending(path: "\(name).pem"))))
    }

    /// A list that holds for a day from the clock's time on, or for the days that are told.
    private func list(
        _ authority: TestAuthority, _ clients: [String], from begin: Duration = .zero, until end: Duration = .seconds(86_400),
        extensions: String = ""
    ) async throws -> [UInt8] {
        func date(_ time: Duration) -> String {
            String(clock.now.advanced(by: time).description.filter(\.isNumber).prefix(14)) + "Z"
        }
        return try await authority.list(
            revoking: clients, extensions: extensions, options: "-crl_lastupdate \(date(begin)) -crl_nextupdate \(date(end))")
    }

    private func put(_ bytes: [UInt8], as name: String) throws {
        let file = folder.url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file, options: .atomic)
    }

    private func revoked(
        _ authorities: [TestAuthority], _ expiredLists: RevokedCertificates.ExpiredLists = .refuse
    ) throws -> RevokedCertificates {
        let (clock, events) = (clock, events)
        return try RevokedCertificates(
            folder: folder.path("crl"), thumbprints: folder.path("revoked.txt"),
            authorities: try authorities.flatMap { try CertificateAuthority.all(inPEM: try $0.bytes("\($0.name).pem")) },
            expiredLists: expiredLists, now: { clock.now }, report: { events.append($0) })
    }

    @Test func `the list of an authority that is believed from now on counts, and what one that is gone had revoked stays revoked`()
        async throws
    {
        let old = try await authority("old")
        let new = try await authority("new", subject: "/CN=new")
        try put(try await list(old, ["old-one"]), as: "crl/old.crl")
        let revoked = try revoked([old])
        #expect(revoked.standing(of: try certificate("old-one")) == .revoked)
        try put(try await list(new, ["new-one"]), as: "crl/new.crl")
        clock.advance(by: .seconds(1))
        #expect(revoked.standing(of: try certificate("new-one")) == .good)
        #expect(events.refusals.count == 1)
        revoked.believe(try CertificateAuthority.all(inPEM: try new.bytes("new.pem")))
        clock.advance(by: .seconds(1))
        #expect(revoked.standing(of: try certificate("new-one")) == .revoked)
        #expect(revoked.standing(of: try certificate("old-one")) == .revoked)
    }

    @Test func `nothing is revoked where there is neither folder nor file`() async throws {
        let revoked = try revoked([try await authority()])
        for _ in 0..<3 {
            #expect(revoked.standing(of: try certificate("ca-one")) == .good)
            clock.advance(by: .seconds(2))
        }
        #expect(RevokedCertificates.none.standing(of: try certificate("ca-one")) == .good)
        #expect(events.all.isEmpty)
    }

    @Test(arguments: ["list.pem", "list.crl", "list.der"])
    func `a list is in force with the next look, for those on it`(_ name: String) async throws {
        let authority = try await authority()
        let (one, two) = (try certificate("ca-one"), try certificate("ca-two"))
        let revoked = try revoked([authority])
        #expect(revoked.standing(of: one) == .good)
        try put(try await list(authority, ["ca-one"]), as: "crl/\(name)")
        #expect(revoked.standing(of: one) == .revoked)
        #expect(revoked.standing(of: two) == .good)
        try put(try await list(authority, ["ca-one", "ca-two"], from: .seconds(60)), as: "crl/\(name)")
        #expect(revoked.standing(of: two) == .revoked)
        #expect(events.all == [.replaced(file: name, revoked: 1), .replaced(file: name, revoked: 2)])
    }

    @Test func `thumbprints are in force with the next look`() async throws {
        let authority = try await authority()
        let (one, two) = (try certificate("ca-one"), try certificate("ca-two"))
        let revoked = try revoked([authority])
        try put(Array("\(one.thumbprint)\n".utf8), as: "revoked.txt")
        #expect(revoked.standing(of: one) == .revoked)
        #expect(revoked.standing(of: two) == .good)
        try put(Array("# nobody\n".utf8), as: "revoked.txt")
        #expect(revoked.standing(of: one) == .good)
        #expect(events.all == [.replaced(file: "revoked.txt", revoked: 1), .replaced(file: "revoked.txt", revoked: 0)])
    }

    @Test func `what is not usable leaves what was in force, and is told of once`() async throws {
        let (authority, stranger, twin) = (
            try await authority(), try await authority("stranger"), try await authority("twin", subject: "/CN=ca")
        )
        let (one, two) = (try certificate("ca-one"), try certificate("ca-two"))
        try put(try await list(authority, ["ca-one"]), as: "crl/list.pem")
        try put(Array(one.thumbprint.utf8), as: "revoked.txt")
        let revoked = try revoked([authority])
        let good = try await list(authority, ["ca-one", "ca-two"], from: .seconds(60))
        let broken: [[UInt8]] = [
            Array("garbage".utf8), Array(good.dropLast(40)), try await list(stranger, ["ca-two"]), try await list(twin, ["ca-two"]),
            try await list(authority, ["ca-two"], extensions: "2.5.29.27=critical,DER:020101"),
            try await list(authority, ["ca-two"], extensions: "2.5.29.28=critical,DER:30038401FF"),
            Array(repeating: 0x30, count: RevocationList.Limits.standard.maximumBytes + 1),
        ]
        for (number, bytes) in broken.enumerated() {
            try put(bytes, as: "crl/list.pem")
            for _ in 0..<3 {
                #expect(revoked.standing(of: one) == .revoked)
                #expect(revoked.standing(of: two) == .good)
                clock.advance(by: .seconds(2))
            }
            #expect(events.refusals.count == number + 1, "\(events.all)")
        }
        try put(Array("nonsense".utf8), as: "revoked.txt")
        #expect(revoked.standing(of: one) == .revoked)
        try put(good, as: "crl/list.pem")
        #expect(revoked.standing(of: two) == .revoked)
        #expect(events.refusals.count == broken.count + 1)
    }

    @Test func `a file that is older or taken away makes nothing good`() async throws {
        let authority = try await authority()
        let one = try certificate("ca-one")
        let older = try await list(authority, [], from: .seconds(-3600))
        try put(try await list(authority, ["ca-one"]), as: "crl/b.pem")
        try put(Array("\(try certificate("ca-two").thumbprint)".utf8), as: "revoked.txt")
        let revoked = try revoked([authority])
        try put(older, as: "crl/c.pem")
        #expect(revoked.standing(of: one) == .revoked)
        try FileManager.default.removeItem(atPath: folder.path("crl"))
        try FileManager.default.removeItem(atPath: folder.path("revoked.txt"))
        clock.advance(by: .seconds(2))
        #expect(revoked.standing(of: one) == .revoked)
        #expect(revoked.standing(of: try certificate("ca-two")) == .revoked)
        let passedOver = events.all.filter { if case .passedOver = $0 { true } else { false } }
        #expect(passedOver.count == 3, "\(events.all)")
    }

    @Test func `of several lists of an authority the newest counts, whatever their names`() async throws {
        let authority = try await authority()
        try put(try await list(authority, ["ca-one", "ca-two"]), as: "crl/a.pem")
        try put(try await list(authority, ["ca-one"], from: .seconds(-60)), as: "crl/b.pem")
        try put(try await list(authority, [], from: .seconds(-120)), as: "crl/c.der")
        try put(Array("not a list".utf8), as: "crl/README")
        #expect(try revoked([authority]).standing(of: try certificate("ca-two")) == .revoked)
    }

    @Test func `a list that has ended lets nobody of its authority in, or those not on it`() async throws {
        let (authority, other) = (try await authority(), try await authority("other"))
        let (one, two) = (try certificate("ca-one"), try certificate("ca-two"))
        try put(try await list(authority, ["ca-one"], until: .seconds(60)), as: "crl/list.pem")
        let (strict, lenient) = (try revoked([authority, other]), try revoked([authority, other], .accept))
        clock.advance(by: .seconds(60))
        #expect(strict.standing(of: two) == .good)
        clock.advance(by: .seconds(1))
        for _ in 0..<2 {
            #expect(strict.standing(of: one) == .revoked)
            #expect(strict.standing(of: two) == .unknown)
            #expect(lenient.standing(of: one) == .revoked)
            #expect(lenient.standing(of: two) == .good)
            #expect(strict.standing(of: try certificate("other-two")) == .good)
        }
        #expect(events.all.count(where: { if case .expired = $0 { true } else { false } }) == 2, "\(events.all)")
        try put(try await list(authority, ["ca-one"]), as: "crl/list.pem")
        #expect(strict.standing(of: two) == .good)
    }

    @Test func `two authorities of one name have a list each`() async throws {
        let (authority, twin) = (try await authority(), try await authority("twin", subject: "/CN=ca"))
        try put(try await list(authority, ["ca-one"]), as: "crl/a.pem")
        try put(try await list(twin, ["twin-one"]), as: "crl/b.pem")
        let revoked = try revoked([authority, twin])
        for name in ["ca-one", "twin-one"] { #expect(revoked.standing(of: try certificate(name)) == .revoked) }
        for name in ["ca-two", "twin-two"] { #expect(revoked.standing(of: try certificate(name)) == .good) }
    }

    @Test func `nothing starts with a file that is not usable`() async throws {
        let authority = try await authority()
        try put(Array("nonsense".utf8), as: "revoked.txt")
        #expect(throws: RevokedCertificates.Refusal.self) { try revoked([authority]) }
        try put([], as: "revoked.txt")
        #expect(throws: Never.self) { try revoked([authority]) }
        try put(Array("nonsense".utf8), as: "crl/list.pem")
        #expect(throws: RevokedCertificates.Refusal.self) { try revoked([authority]) }
        try FileManager.default.removeItem(atPath: folder.path("crl/list.pem"))
        #expect(try await Shell.run("mkfifo crl/pipe.pem", in: folder.url).status == 0)
        #expect(throws: RevokedCertificates.Refusal.self) { try revoked([authority]) }
    }

    @Test func `a folder that cannot be listed is no empty one`() async throws {
        let authority = try await authority()
        try put(try await list(authority, ["ca-one"]), as: "crl/list.pem")
        let revoked = try revoked([authority])
        // Root may list everything: a file in its place is what cannot be listed.
        try FileManager.default.moveItem(atPath: folder.path("crl"), toPath: folder.path("aside"))
        try Data().write(to: folder.url.appending(path: "crl"))
        for _ in 0..<3 {
            clock.advance(by: .seconds(2))
            #expect(revoked.standing(of: try certificate("ca-one")) == .revoked)
        }
        #expect(events.refusals.filter { $0.contains("cannot be listed") }.count == 1, "\(events.all)")
        #expect(throws: RevokedCertificates.Refusal.self) { try self.revoked([authority]) }
    }

    @Test func `more files than are looked at are told of`() async throws {
        let authority = try await authority()
        let bytes = try await list(authority, ["ca-one"])
        for number in 0..<RevocationFolder.maximumFiles { try put(bytes, as: "crl/\(100 + number).pem") }
        let revoked = try revoked([authority])
        try put(bytes, as: "crl/999.pem")
        for _ in 0..<3 {
            #expect(revoked.standing(of: try certificate("ca-one")) == .revoked)
            clock.advance(by: .seconds(2))
        }
        #expect(events.refusals.count == 1)
    }

    @Test func `a client's certificate on a list gets neither token nor answer`() async throws {
        let authority = try await authority()
        let revoked = try revoked([authority])
        let world = try World(revoked: revoked)
        let token = try await world.token(world.ukgc)
        func expect(_ code: String, _ location: SourceLocation = #_sourceLocation) async throws {
            let call = await world.call(as: world.ukgc, token: token)
            #expect(call.status == 401, sourceLocation: location)
            #expect(try call.member("code")?.string == code, sourceLocation: location)
            #expect(call.fields[.wwwAuthenticate]?.hasPrefix("Bearer resource_metadata=") == true, sourceLocation: location)
            #expect(world.decisions.all.last?.refusal == code, sourceLocation: location)
            await #expect(sourceLocation: location) {
                try await world.gate.certificate(of: world.request("GET", "/", as: world.ukgc))
            } throws: { ($0 as? Problem)?.code == code }
            #expect(world.decisions.all.last?.refusal == code, sourceLocation: location)
            let refused = await world.post(world.ukgc, assertion: try world.assertion(world.ukgc))
            #expect(refused.status == 401, sourceLocation: location)
            #expect(try refused.member("error") == "invalid_client", sourceLocation: location)
            #expect(world.decisions.all.last?.refusal == code, sourceLocation: location)
        }
        #expect(await world.call(as: world.ukgc, token: token).status == 200)
        try put(Array(world.ukgc.thumbprint.utf8), as: "revoked.txt")
        try await expect("certificate-revoked")
        #expect(await world.call(as: world.mga, token: try await world.token(world.mga)).status == 200)
    }

    /// Does something while it is asked whether a token is good.
    private struct BusyLedger: TokenLedger {
        let ledger = MemoryTokenLedger()
        let meanwhile: @Sendable () throws -> Void

        func spend(_ assertion: SpentAssertion?, issuing token: IssuedToken?, now: Timestamp) async throws -> Bool {
            try await ledger.spend(assertion, issuing: token, now: now)
        }

        func revoke(tokenID: String, of clientID: String, now: Timestamp) async throws {
            try await ledger.revoke(tokenID: tokenID, of: clientID, now: now)
        }

        func isGood(tokenID: String) async throws -> Bool {
            try meanwhile()
            return try await ledger.isGood(tokenID: tokenID)
        }
    }

    @Test func `a certificate that is revoked while its token is looked up is refused`() async throws {
        let file = URL(filePath: folder.path("revoked.txt"))
        let ledger = BusyLedger { try Data((World.thumbprint(1) + "\n").utf8).write(to: file) }
        let world = try World(ledger: ledger, revoked: try revoked([try await authority()]))
        let call = await world.call(as: world.ukgc, token: try await world.token(world.ukgc))
        #expect(call.status == 401)
        #expect(try call.member("code")?.string == "certificate-revoked")
    }

    @Test func `a certificate whose list has ended gets neither token nor answer`() async throws {
        let authority = try await authority()
        try put(try await list(authority, [], from: .seconds(-120), until: .seconds(-60)), as: "crl/list.pem")
        let world = try World(revoked: try revoked([authority]))
        var request = world.request("GET", "/sandbox/regulator/x", as: world.ukgc)
        let real = try certificate("ca-two")
        request.peer = PeerCertificate(
            subject: real.subject, sans: [], thumbprint: real.thumbprint, notAfter: Timestamp(seconds: 1_900_000_000), issuer: real.issuer,
            serial: real.serial, der: real.der)
        let answer = await world.routes.response(to: request)
        #expect(answer.status == 401)
        #expect(try answer.member("code") == "revocation-list-expired")
        #expect(world.decisions.all.last?.refusal == "revocation-list-expired")
        request.fields = World.formFields
        request.method = "POST"
        request.path = "/sandbox/oauth2/token"
        request.target = request.path
        request.body = Array("grant_type=client_credentials".utf8)
        let refused = await world.routes.response(to: request)
        #expect(refused.status == 401)
        #expect(try refused.member("error") == "invalid_client")
        #expect(world.decisions.all.last?.refusal == "revocation-list-expired")
    }
}
