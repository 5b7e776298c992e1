import Documents
import Foundation
import HTTPTypes
import MessageSignatures
import ServerKit
import Synchronization
import TestSupport
import Testing

@testable import Access

@Suite struct ClientRegistryTests {
    private let file = FileManager.default.temporaryDirectory.appending(path: "clients-\(UUID().uuidString).json").path
    private let clock = World.Clock()
    private let events = Events()
    private let one: World.Party
    private let two: World.Party

    private final class Events: Sendable {
        private let list = Mutex<[ClientRegistry.Event]>([])
        func append(_ event: ClientRegistry.Event) { list.withLock { $0.append(event) } }
        var all: [ClientRegistry.Event] { list.withLock { $0 } }
    }

    init() throws {
        one = World.Party(id: "ukgc", key: try .generate(.ed25519, keyID: "k1"), thumbprint: World.thumbprint(1))
        two = World.Party(id: "mga", key: try .generate(.ed25519, keyID: "k2"), thumbprint: World.thumbprint(2))
    }

    private func write(_ bytes: [UInt8], atomically: Bool = true) throws {
        try Data(bytes).write(to: URL(filePath: file), options: atomically ? [.atomic] : [])
    }

    private func registry() throws -> ClientRegistry {
        let (clock, events) = (clock, events)
        return try ClientRegistry(file: file, now: { clock.now }, report: { events.append($0) })
    }

    @Test(arguments: [true, false])
    func `a change is in force with the next look`(_ atomically: Bool) throws {
        try write(World.register([one]).prettyBytes())
        let registry = try registry()
        #expect(registry.regulator(of: "ukgc") == "UKGC")
        try write(World.register([one, two]).prettyBytes(), atomically: atomically)
        #expect(registry.regulator(of: "mga") == "MGA")
        #expect(registry.keys(of: "mga").key("k2") != nil)
        #expect(registry.callbackOrigins(of: "mga").map(\.description) == ["https://127.0.0.1:*"])
        try write(World.register([two]).prettyBytes(), atomically: atomically)
        #expect(registry.current.client("ukgc") == nil)
        #expect(registry.keys(of: "ukgc").keys.isEmpty)
        #expect(events.all == [.replaced(clientIDs: ["mga", "ukgc"]), .replaced(clientIDs: ["mga"])])
    }

    @Test func `a change that the file's times do not show is in force within a second`() async throws {
        let before = World.register([one]).prettyBytes()
        try write(before, atomically: false)
        let registry = try registry()
        // Same length, same inode, times set back: only reading tells.
        let text = String(decoding: before, as: UTF8.self).replacingOccurrences(of: "UKGC", with: "XXXX")
        let folder = FileManager.default.temporaryDirectory
        #expect(try await Shell.run("touch -r '\(file)' '\(file).times'", in: folder).status == 0)
        try write(Array(text.utf8), atomically: false)
        #expect(try await Shell.run("touch -r '\(file).times' '\(file)'", in: folder).status == 0)
        #expect(registry.regulator(of: "ukgc") == "UKGC")
        clock.advance(by: .seconds(1))
        #expect(registry.regulator(of: "ukgc") == "XXXX")
    }

    @Test func `a broken file keeps the last good one and is reported once`() throws {
        let good = World.register([one]).prettyBytes()
        try write(good)
        let registry = try registry()
        try write(Array(good.dropLast(5)))
        for _ in 0..<3 {
            #expect(registry.regulator(of: "ukgc") == "UKGC")
            clock.advance(by: .seconds(2))
        }
        #expect(events.all.count == 1)
        try write(good)
        #expect(registry.regulator(of: "ukgc") == "UKGC")
        try FileManager.default.removeItem(atPath: file)
        #expect(registry.regulator(of: "ukgc") == "UKGC")
        #expect(events.all.last == .refused(reason: "the file cannot be read"))
        try write(World.register([two]).prettyBytes())
        #expect(registry.regulator(of: "mga") == "MGA")
        #expect(events.all.count == 3)
    }

    @Test func `a broken or missing file at the start is an error`() throws {
        #expect(throws: ClientDirectoryReader.Refusal.self) { try registry() }
        try write(Array("{}".utf8))
        #expect(throws: ClientDirectoryReader.Refusal.self) { try registry() }
    }

    @Test func `40: taking a client, certificate, realm, address or role away is effective with the next request`() async throws {
        let world = try World()
        try write(World.register([world.ukgc]).prettyBytes())
        let registry = try registry()
        let gate = Gatekeeper(
            authority: world.authority, clients: registry, revoked: .none, ledger: world.ledger, now: { world.clock.now },
            record: { world.decisions.append($0) })
        let token = try await world.token(world.ukgc)
        let request = world.request("GET", "/sandbox/regulator/x", as: world.ukgc, fields: [.authorization: "Bearer \(token)"])
        let before = try #require(World.register([world.ukgc])["clients"]?[0])
        let changes: [(String, Node?)] = [
            ("certificate-not-registered", nil),
            ("certificate-not-registered", before.setting("certificate_sha256", [])),
            ("certificate-not-registered", before.setting("realms", ["production"])),
            ("address-refused", before.setting("addresses", ["10.0.0.0/8"])),
            ("role-missing", before.setting("roles", []).setting("scopes", ["regulator_request"])),
        ]
        for (code, client) in changes {
            try write(World.register([]).setting("clients", .array(client.map { [$0] } ?? [])).prettyBytes())
            await #expect { try await gate.admit(request, needs: .reading) } throws: { ($0 as? Problem)?.code == code }
            try write(World.register([]).setting("clients", [before]).prettyBytes())
            #expect(try await gate.admit(request, needs: .reading).clientID == "ukgc")
        }
    }
}
