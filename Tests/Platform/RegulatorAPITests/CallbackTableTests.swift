import Access
import Delivery
import Documents
import MessageSignatures
import Requests
import ServerKit
import Synchronization
import Testing
import Transport

@testable import RegulatorAPI

/// One table of addresses, and what becomes of each when it is registered, when a request names it, and when something is sent to it.
@Suite struct CallbackTableTests {
    /// What the register of clients makes of an origin.
    enum Registration: Sendable {
        case taken
        /// Only with the same place in `allow_private`.
        case takenWhereListed
        case refused
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let origin: String
        let path: String
        let registration: Registration
        /// The address that is connected to when the places of `registered` are; nil for none.
        let called: String?

        init(_ origin: String, _ registration: Registration, _ called: String? = nil, path: String = "/in") {
            (self.origin, self.registration, self.called, self.path) = (origin, registration, called, path)
        }

        var testDescription: String { (origin + path).debugDescription }
    }

    static let registered: (origins: Node, allowed: Node) = (
        ["https://reports.example", "https://reports.example:8443", "https://127.0.0.1:8443", "https://xn--bcher-kva.example"],
        ["127.0.0.1:8443"]
    )
    static let publicAddress = "93.184.216.34"

    static let rows = [
        // What is registered, and where it ends.
        Row("https://reports.example", .taken, publicAddress), Row("https://reports.example:443", .taken, publicAddress),
        Row("https://reports.example:8443", .taken, publicAddress), Row("HTTPS://REPORTS.Example", .taken, publicAddress),
        Row("https://xn--bcher-kva.example", .taken, publicAddress), Row("https://127.0.0.1:8443", .takenWhereListed, "127.0.0.1"),
        Row("https://127.0.0.1:8444", .takenWhereListed), Row("https://127.0.0.1", .takenWhereListed),
        Row("https://reports.example:8444", .taken), Row("https://reports.example.evil.invalid", .taken),
        Row("https://evil.invalid", .taken, path: "/reports.example"), Row("http://reports.example", .refused),
        Row("ftp://reports.example", .refused), Row("//reports.example", .refused), Row("reports.example", .refused),
        // Addresses of special purpose, as they are usually written.
        Row("https://localhost:8443", .takenWhereListed), Row("https://10.0.0.1", .takenWhereListed),
        Row("https://169.254.169.254", .takenWhereListed), Row("https://0.0.0.0:8443", .takenWhereListed),
        Row("https://[::1]:8443", .takenWhereListed), Row("https://[fd00::1]", .takenWhereListed),
        Row("https://[64:ff9b::7f00:1]:8443", .takenWhereListed), Row("https://[2002:7f00:1::]:8443", .takenWhereListed),
        Row("https://[::127.0.0.1]:8443", .takenWhereListed),
        // The registered address of this machine, as inet_aton and others write it.
        Row("https://2130706433:8443", .refused), Row("https://017700000001:8443", .refused), Row("https://0x7f000001:8443", .refused),
        Row("https://0X7F.0.0.1:8443", .refused), Row("https://0177.0.0.1:8443", .refused), Row("https://127.1:8443", .refused),
        Row("https://127.0.1:8443", .refused), Row("https://127.0.0.1.:8443", .refused), Row("https://127.0.0.01:8443", .refused),
        Row("https://[::ffff:127.0.0.1]:8443", .refused), Row("https://[::ffff:7f00:1]:8443", .refused),
        Row("https://[::1%25lo]:8443", .refused), Row("https://\u{FF11}\u{FF12}\u{FF17}.0.0.1:8443", .refused),
        Row("https://%31%32%37.0.0.1:8443", .refused),
        // A host in disguise.
        Row("https://user@reports.example", .refused), Row("https://reports.example@evil.invalid", .refused),
        Row("https://reports.example:443@evil.invalid", .refused), Row("https://evil.invalid#@reports.example", .refused),
        Row("https://evil.invalid\\@reports.example", .refused), Row("https://reports.example\\.evil.invalid", .refused),
        Row("https://reports.example#f", .refused, path: ""), Row("https://reports.example", .taken, path: "/#f"),
        Row("https://reports.example.", .refused), Row("https://", .refused), Row("https://:443", .refused),
        Row("https://reports.example:", .refused), Row("https://reports.example:0", .refused),
        Row("https://reports.example:65979", .refused),
        Row("https://reports.example:0443", .refused), Row("https://reports.example:8443:443", .refused),
        Row("https://reports%2eexample", .refused), Row("https://reports.example%00.evil.invalid", .refused),
        Row("https://reports\u{3002}example", .refused), Row("https://b\u{FC}cher.example", .refused),
        Row("https://rep\u{200B}orts.example", .refused), Row("https://re\u{440}orts.example", .refused),
        Row("https://reports.exa\tmple", .refused), Row("https://reports.example\n.evil.invalid", .refused),
        Row(" https://reports.example", .refused), Row("https://reports.example ", .refused), Row("https:reports.example", .refused),
        Row("https:\\\\reports.example", .refused), Row("https://[reports.example]", .refused),
    ]

    private static func client(_ origins: Node, _ allowed: Node) throws -> RegisteredClient? {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let register: Node = [
            "schema_version": 1,
            "clients": [
                [
                    "client_id": "ukgc", "regulator": "UKGC", "operator": .null, "roles": ["regulator_read"],
                    "scopes": ["regulator_request"],
                    "certificate_sha256": [], "jwks": KeySet([key.verificationKey]).jwks(), "addresses": [], "callback_origins": origins,
                    "allow_private": allowed, "realms": ["sandbox"],
                ]
            ],
        ]
        return try ClientDirectoryReader.read(register.compactBytes()).client("ukgc")
    }

    private static func isTaken(_ origin: String, allowed: Node = []) throws -> Bool {
        do {
            return try client([.string(origin)], allowed) != nil
        } catch let refusal as ClientDirectoryReader.Refusal {
            #expect(refusal.description.hasPrefix("/clients/0/"))
            return false
        }
    }

    @Test(arguments: rows) func `an origin is registered only in one spelling, and a private one only where it is listed`(row: Row) throws {
        #expect(try Self.isTaken(row.origin) == (row.registration == .taken))
        let place = row.origin.firstRange(of: "://").map { String(row.origin[$0.upperBound...]) } ?? row.origin
        #expect(try Self.isTaken(row.origin, allowed: [.string(place)]) == (row.registration == .takenWhereListed))
    }

    @Test(arguments: rows) func `a request names only what is registered, whatever a resolver says`(row: Row) async throws {
        let client = try #require(RequestingClient(registered: try Self.client(Self.registered.origins, Self.registered.allowed)))
        let check = CallbackAddressCheck { _ in [try #require(IPAddress(Self.publicAddress))] }
        guard let called = row.called else {
            let problem = await #expect(throws: Problem.self) { try await check.check(row.origin + row.path, for: client) }
            #expect(problem?.status == 422 && problem?.code == "callback-not-registered")
            return
        }
        #expect(try await check.check(row.origin + row.path, for: client).description == called)
    }

    @Test(arguments: rows) func `nothing is sent but to the address that was checked`(row: Row) async throws {
        let client = try #require(RequestingClient(registered: try Self.client(Self.registered.origins, Self.registered.allowed)))
        let sent = Mutex<[OutgoingRequest]>([])
        let courier = try Self.courier(sending: { request in sent.withLock { $0.append(request) } }) { _ in [Self.publicAddress] }
        let outcome = try await courier.post(Self.posting(row.origin + row.path, client))
        #expect(sent.withLock { $0.map(\.pinnedAddress) } == (row.called.map { [$0] } ?? []))
        #expect(outcome.isAcknowledged == (row.called != nil))
    }

    @Test func `every row of the table stands there once`() {
        #expect(Set(Self.rows.map(\.testDescription)).count == Self.rows.count && Self.rows.count >= 40)
    }

    /// What a name leads to first, and from then on.
    static let changes = [
        ["93.184.216.34", "127.0.0.1"], ["93.184.216.34", "169.254.169.254"], ["2606:2800:220:1::1", "::1"],
        ["127.0.0.1", "93.184.216.34"],
    ]

    @Test(arguments: changes) func `a name that changes after the look is called at the address that was looked at`(
        addresses: [String]
    ) async throws {
        let client = try #require(RequestingClient(registered: try Self.client(Self.registered.origins, Self.registered.allowed)))
        let looks = Mutex(0)
        let sent = Mutex<[OutgoingRequest]>([])
        let courier = try Self.courier(sending: { request in sent.withLock { $0.append(request) } }) { _ in
            let look = looks.withLock { count in
                defer { count += 1 }
                return count
            }
            return [addresses[min(look, 1)]]
        }
        let isPublic = addresses[0] != "127.0.0.1"
        let outcome = try await courier.post(Self.posting("https://reports.example/in", client))
        // One look, and the connection is not left to a second one.
        #expect(looks.withLock { $0 } == 1)
        #expect(sent.withLock { $0.map(\.pinnedAddress) } == (isPublic ? [addresses[0]] : []))
        #expect(sent.withLock { $0.map(\.url) } == (isPublic ? ["https://reports.example/in"] : []))
        #expect(outcome.isAcknowledged == isPublic)
        // The next attempt looks again, and refuses what the name leads to by then.
        let later = try await courier.post(Self.posting("https://reports.example/in", client))
        #expect(later.isAcknowledged == !isPublic)
        #expect(looks.withLock { $0 } == 2 && sent.withLock { $0.count } == 1)
    }

    private static func posting(_ url: String, _ client: RequestingClient) -> Posting {
        Posting(
            url: url, body: Array("{}".utf8), deliveryID: "1", tag: "assay-delivery", receiver: client.id, isRegistered: client.isRegistered
        )
    }

    private static func courier(
        sending send: @escaping @Sendable (OutgoingRequest) -> Void, resolve: @escaping @Sendable (String) -> [String]
    ) throws -> Courier {
        Courier(
            signer: DeliverySigner(key: try SigningKey.generate(.ed25519, keyID: "p"), newNonce: { "n" }), relay: nil,
            ports: .init(
                send: { request in
                    send(request)
                    return IncomingResponse(status: 202)
                },
                mail: { _, _ in throw CancellationError() }, put: { _, _, _ in throw CancellationError() },
                now: { Timestamp(seconds: 1_792_000_000) }),
            addresses: AddressCheck { host in resolve(host).compactMap { IPAddress($0) } })
    }
}

extension DeliveryOutcome {
    fileprivate var isAcknowledged: Bool {
        if case .acknowledged = self { true } else { false }
    }
}
