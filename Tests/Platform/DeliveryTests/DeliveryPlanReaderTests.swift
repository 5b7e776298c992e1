import Documents
import Foundation
import TestSupport
import Testing
import Transport

@testable import Delivery

@Suite struct DeliveryPlanReaderTests {
    private static let good: Node = [
        "schema_version": 1,
        "relay": [
            "host": "mail.northwind.example", "port": 587, "security": "starttls", "client_name": "platform.northwind.example",
            "sender": "reports@northwind.example", "login": .null,
        ],
        "drops": [
            "ukgc": [
                "host": "sftp.example", "port": 22, "user": "northwind", "host_key": .string("SHA256:" + String(repeating: "A", count: 43)),
                "private_key_file": "drop.key", "folder": "/in",
            ]
        ],
        "channels": [
            [
                "id": "a", "realm": "production", "licence": "L1", "templates": [], "format": .null, "kind": "mail-link",
                "to": ["in@ukgc.example"],
            ],
            [
                "id": "b", "realm": "sandbox", "licence": "L1", "templates": ["T16"], "format": "xml", "kind": "regulator-api",
                "url": "https://reports.ukgc.example/in", "client": "ukgc",
            ],
            [
                "id": "c", "realm": "sandbox", "licence": "L1", "templates": [], "format": .null, "kind": "sftp", "drop": "ukgc",
                "folder": .null,
            ],
        ],
    ]

    private func plan(_ node: Node, realm: String = "sandbox") throws -> DeliveryPlan {
        try DeliveryPlanReader(folder: "/pki").plan(node.compactBytes(), realm: realm)
    }

    private func channel(_ index: Int, _ name: String, _ value: Node) -> Node {
        var channels = Self.good["channels"]?.array ?? []
        channels[index] = channels[index].setting(name, value)
        return Self.good.setting("channels", .array(channels))
    }

    @Test func `a plan has the channels of its realm and files beside it`() throws {
        let sandbox = try plan(Self.good)
        #expect(sandbox.channels.map(\.id) == ["b", "c"])
        #expect(sandbox.drops["ukgc"]?.privateKeyFile == "/pki/drop.key")
        #expect(sandbox.relay?.sender.text == "reports@northwind.example")
        #expect(try plan(Self.good, realm: "production").channels.map(\.id) == ["a"])
        #expect(try sandbox.drop("ukgc", folder: "x/y").folder == "/in/x/y")
        #expect(throws: DeliveryError.withoutDrop("")) { try sandbox.drop("mga", folder: nil) }
    }

    @Test func `a password or key of a drop that others can read is refused where it is named`() throws {
        let folder = try TemporaryFolder()
        for name in ["drop.key", "password"] { _ = try folder.write("hunter2\n", to: name) }
        let login: Node = ["name": "platform", "password_file": "password"]
        let relay = try #require(Self.good["relay"])
        let document = Self.good.setting("relay", relay.setting("login", login)).compactBytes()
        func plan(_ key: Int, _ password: Int) throws -> DeliveryPlan {
            for (name, mode) in [("drop.key", key), ("password", password)] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path(name))
            }
            return try DeliveryPlanReader(folder: folder.path).plan(document, realm: "sandbox")
        }
        #expect(try plan(0o600, 0o400).relay?.server.login == MailServer.Login(name: "platform", password: "hunter2"))
        for (key, password, place) in [(0o644, 0o600, "private_key_file"), (0o600, 0o640, "password_file")] {
            #expect {
                try plan(key, password)
            } throws: {
                let text = ($0 as? DeliveryError)?.description ?? ""
                return text.contains(place) && text.contains("chmod 600") && !text.contains("hunter2")
            }
        }
    }

    @Test func `pauses and span are the plan's, or the standard ones`() throws {
        #expect(try plan(Self.good).retries == .standard)
        let own = try plan(Self.good.setting("retries", ["pauses_seconds": [1, 60], "span_seconds": 3600])).retries
        #expect(own == RetrySchedule(pauses: [.seconds(1), .seconds(60)], term: .seconds(3600)))
    }

    @Test func `a channel is written as it is read`() throws {
        for realm in ["sandbox", "production"] {
            for channel in try plan(Self.good, realm: realm).channels {
                #expect(try DeliveryPlanReader.channel(channel.document) == channel)
                let narrow = DeliveryChannel(
                    id: channel.id, licence: channel.licence, templates: channel.templates, period: "2026-10-15", format: nil,
                    way: channel.way)
                #expect(try DeliveryPlanReader.channel(narrow.document) == narrow)
            }
        }
    }

    @Test func `what is not as it should be is refused with its place`() throws {
        let cases: [(Node, String)] = [
            (Self.good.setting("schema_version", 2), "/schema_version"), (Self.good.setting("more", 1), "/more"),
            (Self.good.removing("relay"), "/relay"), (Self.good.setting("relay", .null), "/channels/0/kind"),
            (Self.good.setting("drops", [:]), "/channels/2/drop"), (Self.good.setting("channels", .null), "/channels"),
            (channel(0, "realm", "test"), "/channels/0/realm"), (channel(0, "to", []), "/channels/0/to"),
            (channel(0, "to", ["nobody"]), "/channels/0/to/0"), (channel(1, "id", "c"), "/channels/2/id"),
            (channel(1, "id", "A B"), "/channels/1/id"), (channel(1, "kind", "fax"), "/channels/1/kind"),
            (channel(1, "folder", "x"), "/channels/1/folder"), (channel(2, "folder", "../x"), "/channels/2/folder"),
            (channel(2, "folder", "/x"), "/channels/2/folder"), (channel(1, "templates", "T16"), "/channels/1/templates"),
            (Self.good.setting("drops", ["ukgc": ["host": "x"]]), "/drops/ukgc"),
            (Self.good.setting("retries", ["pauses_seconds": [0], "span_seconds": 1]), "/retries/pauses_seconds"),
            (Self.good.setting("retries", ["pauses_seconds": [], "span_seconds": 1]), "/retries/pauses_seconds"),
            (Self.good.setting("retries", ["pauses_seconds": ["1"], "span_seconds": 1]), "/retries/pauses_seconds"),
            (Self.good.setting("retries", ["pauses_seconds": [1], "span_seconds": 0]), "/retries/span_seconds"),
        ]
        for (node, place) in cases {
            do throws(DeliveryError) {
                _ = try DeliveryPlanReader(folder: "/pki").plan(node.compactBytes(), realm: "sandbox")
                Issue.record("taken: \(place)")
            } catch {
                #expect(error.code == .invalidPlan && error.message.hasPrefix("deliveries.json\(place)"), "\(error.message)")
            }
        }
        for bytes in [[], Array("[".utf8), Array("[]".utf8)] as [[UInt8]] {
            #expect(throws: DeliveryError.plan("", "")) { try DeliveryPlanReader(folder: "").plan(bytes, realm: "sandbox") }
        }
    }
}
