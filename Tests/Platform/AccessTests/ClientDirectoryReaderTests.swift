import Documents
import Foundation
import MessageSignatures
import ServerKit
import TestSupport
import Testing

@testable import Access

@Suite struct ClientDirectoryReaderTests {
    private let good: Node

    init() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        good = World.register([World.Party(id: "ukgc", key: key, thumbprint: World.thumbprint(1))])
    }

    private func read(_ node: Node) throws -> ClientDirectory { try ClientDirectoryReader.read(node.compactBytes()) }

    private func changing(_ name: String, _ value: Node?) -> Node {
        let client = good["clients"]?[0] ?? .null
        return good.setting("clients", [value.map { client.setting(name, $0) } ?? client.without(name)])
    }

    @Test func `a client is read whole`() throws {
        let client = try #require(try read(good).client("ukgc"))
        #expect(client.regulator == "UKGC")
        #expect(client.operatorID == nil)
        #expect(client.roles == [.regulatorRead])
        #expect(client.scopes == [.regulatorRead, .regulatorRequest])
        #expect(client.keys.key("k") != nil)
        #expect(client.realms == [.production, .sandbox])
        #expect(client.addresses.map(\.description) == ["127.0.0.1/32", "::1/128"])
        #expect(try read(good).client(showing: World.certificate(World.thumbprint(1)))?.id == "ukgc")
        #expect(try read(good).client(showing: World.certificate(World.thumbprint(2))) == nil)
        #expect(client.authentication == .privateKeyJWT)
    }

    @Test func `a client may ask for its callbacks in order`() throws {
        #expect(try read(changing("ordered_callbacks", true)).client("ukgc")?.ordersCallbacks == true)
        #expect(try read(good).client("ukgc")?.ordersCallbacks == false)
    }

    @Test func `origins to prove are registered as others are, and not twice`() throws {
        func register(_ origins: Node, toProve: Node, _ allowed: Node = []) -> Node {
            let client = (good["clients"]?[0] ?? .null).setting("callback_origins", origins).setting("origins_to_prove", toProve)
                .setting("allow_private", allowed)
            return good.setting("clients", [client])
        }
        let client = try #require(
            try read(register(["https://a.example"], toProve: ["https://b.example", "https://127.0.0.1:*"], ["127.0.0.1:*"])).client("ukgc")
        )
        #expect(client.isVouched("https://a.example/x") && client.mayProve("https://a.example/x"))
        for url in ["https://b.example/x", "https://127.0.0.1:8443/x"] { #expect(!client.isVouched(url) && client.mayProve(url), "\(url)") }
        #expect(!client.mayProve("https://c.example/x") && !client.mayProve("https://b.example:8443/x"))
        #expect(try read(good).client("ukgc")?.originsToProve == [])
        for wrong in [
            register([], toProve: ["http://b.example"]), register([], toProve: ["https://127.0.0.1:8443"]),
            register(["https://a.example"], toProve: ["https://a.example"]), register([], toProve: "https://b.example"),
            register(["https://127.0.0.1:*"], toProve: ["https://127.0.0.1:1"], ["127.0.0.1:*", "127.0.0.1:1"]),
        ] {
            let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(wrong) }
            #expect(error?.description.hasPrefix("/clients/0/origins_to_prove") == true, "\(error?.description ?? "")")
        }
    }

    @Test func `no clients are a register too`() throws {
        #expect(try read(good.setting("clients", [])).clientIDs.isEmpty)
    }

    @Test(
        arguments: [
            ("client_id", "UKGC"), ("client_id", ""), ("client_id", .null), ("client_id", .string(String(repeating: "a", count: 65))),
            ("regulator", .null), ("regulator", ""), ("regulator", 1), ("roles", ["admin"]),
            ("roles", ["regulator_read", "regulator_read"]),
            ("roles", "regulator_read"), ("roles", []), ("roles", ["regulator_read", "compliance_officer"]), ("scopes", ["everything"]),
            ("scopes", ["compliance_officer"]), ("certificate_sha256", ["short"]), ("certificate_sha256", [1]),
            ("addresses", ["127.0.0.1"]),
            ("addresses", ["127.0.0.1/33"]), ("addresses", ["127.0.0.1/8"]), ("callback_origins", ["http://127.0.0.1"]),
            ("realms", ["test"]),
            ("jwks", .null), ("jwks", ["keys": [["kty": "OKP"]]]), ("surprise", 1),
            ("ordered_callbacks", "yes"),
        ] as [(String, Node)])
    func `a wrong member is refused by its place`(_ name: String, _ value: Node) throws {
        let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(changing(name, value)) }
        #expect(error?.description.hasPrefix("/clients/0/") == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        "client_id", "regulator", "operator", "roles", "scopes", "certificate_sha256", "jwks", "addresses", "callback_origins", "realms",
    ])
    func `every member is required`(_ name: String) throws {
        let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(changing(name, nil)) }
        #expect(error?.description == "/clients/0/\(name): is missing")
    }

    @Test func `a private key is refused and not repeated in the message`() throws {
        let key = try SigningKey.generate(.ed25519, keyID: "k")
        let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(changing("jwks", ["keys": [key.jwk()]])) }
        let secret = try #require(key.jwk()["d"]?.string)
        #expect(error?.description.contains("public") == true)
        #expect(error?.description.contains(secret) == false)
    }

    /// Origins and `allow_private` of the one client.
    private func origins(_ origins: Node, _ allowed: Node?) -> Node {
        let client = (good["clients"]?[0] ?? .null).setting("callback_origins", origins).without("allow_private")
        return good.setting("clients", [allowed.map { client.setting("allow_private", $0) } ?? client])
    }

    @Test(arguments: ["127.0.0.1:8443", "127.0.0.1:*", "localhost:*", "[::1]:9000", "10.0.0.1", "169.254.169.254:80", "[fd00::1]"])
    func `a private origin needs to be listed as one, with its port`(place: String) throws {
        let origin: Node = .string("https://" + place)
        let client = try #require(try read(origins([origin], [.string(place)])).client("ukgc"))
        #expect(client.callbackOrigins.map(\.description) == ["https://" + place])
        for allowed in [nil, [], ["127.0.0.1:1"]] as [Node?] {
            let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(origins([origin], allowed)) }
            #expect(
                error?.description == "/clients/0/callback_origins/0: https://\(place) leads to no place on the internet; "
                    + "register a public one, or for development list \(place) in allow_private")
        }
    }

    @Test(arguments: [["2130706433:443"], ["127.1:443"], ["https://127.0.0.1"], ["127.0.0.0/8"], [1], "127.0.0.1:443"] as [Node])
    func `what is listed as private is host and port`(allowed: Node) throws {
        let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(origins([], allowed)) }
        #expect(error?.description.hasPrefix("/clients/0/allow_private") == true, "\(error?.description ?? "")")
    }

    @Test func `nothing is listed as private that is not registered, or is public`() throws {
        let open: Node = "https://reports.example"
        for (registered, allowed) in [([open], ["reports.example"]), ([open], ["127.0.0.1:1"]), ([], ["localhost:*"])] as [(Node, Node)] {
            let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(origins(registered, allowed)) }
            #expect(
                error?.description
                    == "/clients/0/allow_private: lists what is no private one of callback_origins or origins_to_prove; take it out")
        }
    }

    @Test func `identifiers and certificates are not shared`() throws {
        let one = good["clients"]?[0] ?? .null
        let key = try SigningKey.generate(.ed25519, keyID: "k-2")
        let another = one.setting("client_id", "other").setting("certificate_sha256", [.string(World.thumbprint(2))])
            .setting("jwks", KeySet([key.verificationKey]).jwks())
        #expect(try read(good.setting("clients", [one, another])).clientIDs == ["other", "ukgc"])
        for name in ["client_id", "certificate_sha256"] {
            let other = another.setting(name, one[name] ?? .null)
            let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(good.setting("clients", [one, other])) }
            #expect(error?.description.hasPrefix("/clients/1/\(name): ") == true, "\(error?.description ?? "")")
        }
    }

    @Test func `one kid registered by two clients is refused, with file, place and what to do`() throws {
        let one = good["clients"]?[0] ?? .null
        let other = try SigningKey.generate(.ed25519, keyID: "k-2").verificationKey
        // Another key under a name that is taken: neither the same key nor the first of the set.
        let namesake = try SigningKey.generate(.ecdsaP256SHA256, keyID: "k").verificationKey
        let second = one.setting("client_id", "mga").setting("certificate_sha256", [.string(World.thumbprint(2))])
            .setting("jwks", KeySet([other, namesake]).jwks())
        let register = good.setting("clients", [one, second])
        let error = #expect(throws: ClientDirectoryReader.Refusal.self) { try read(register) }
        let expected =
            "/clients/1/jwks/keys/1/kid: k is a key of ukgc already; have mga make a key of its own, with a kid that no other client has"
        #expect(error?.description == expected)
        let folder = try TemporaryFolder()
        let file = folder.path + "/clients.json"
        try Data(register.prettyBytes()).write(to: URL(filePath: file))
        let atStart = #expect(throws: ClientDirectoryReader.Refusal.self) { try ClientRegistry(file: file, now: { .wall }) }
        #expect(atStart?.description == "\(file): \(expected)")
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"schema_version":2,"clients":[]}"#, #"{"clients":[]}"#,
        #"{"schema_version":1,"schema_version":1,"clients":[]}"#,
    ])
    func `what is no register is refused`(_ text: String) {
        #expect(throws: ClientDirectoryReader.Refusal.self) { try ClientDirectoryReader.read(Array(text.utf8)) }
    }
}

@Suite struct CallbackOriginTests {
    @Test func `a port counts unless any is allowed`() throws {
        let fixed = try #require(CallbackOrigin("https://Inbox.example"))
        #expect(fixed.allows("https://inbox.example/a?b=c"))
        #expect(fixed.allows("https://inbox.example:443/"))
        #expect(!fixed.allows("https://inbox.example:8443/"))
        let any = try #require(CallbackOrigin("https://127.0.0.1:*"))
        #expect(any.allows("https://127.0.0.1:12345/x"))
        #expect(any.allows("https://127.0.0.1/x"))
    }

    @Test(arguments: [
        "http://inbox.example/", "https://inbox.example.evil.invalid/", "https://evil@inbox.example/",
        "https://inbox.example@evil.invalid/",
        "https://inbox.example/#f", "//inbox.example/", "inbox.example", "", "https:///x", "https://inbox.example:0/",
        "https://inbox.example:99999/",
    ])
    func `an address elsewhere, or disguised, is not allowed`(_ url: String) throws {
        #expect(!(try #require(CallbackOrigin("https://inbox.example")).allows(url)))
    }

    @Test(arguments: [
        "http://a", "https://", "https://a/", "https://a/b", "https://a?b", "https://u@a", "https://*", "https://a:1:*", "a", "",
    ])
    func `anything else is no origin`(_ text: String) {
        #expect(CallbackOrigin(text) == nil)
    }
}
