import Access
import AuditTrail
import Delivery
import Documents
import Foundation
import MessageSignatures
import Requests
import ServerKit
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct CallbackOriginRoutesTests {
        private static let origins = "/sandbox/regulator/callback-origins"

        @Test func `an origin is registered, challenged, listed and taken away by its client alone`() async throws {
            let harness = try await SharedHarness.value
            let path = Self.origins + "/O-1"
            let made = try await harness.json("PUT", path, as: "cga", body: ["address": "https://127.0.0.1:7001/in?a=1"])
            #expect(made.status == 201 && made.body["state"] == "pending")
            #expect(made.body["origin"] == "https://127.0.0.1:7001" && made.body["address"] == "https://127.0.0.1:7001/in?a=1")
            #expect(try await harness.json("PUT", path, as: "cga", body: ["address": "https://127.0.0.1:7002/in"]).status == 200)
            let listed = try await harness.json("GET", Self.origins, as: "cga").body
            #expect(listed["origins"]?.array?.compactMap { $0["origin"]?.string } == ["https://127.0.0.1:7002"])
            #expect(listed["vouched"]?.array?.isEmpty == false)
            #expect(try await harness.json("GET", path, as: "cga").body["id"] == "O-1")
            #expect(try await harness.json("POST", path + "/challenge", as: "cga", body: [:]).status == 202)
            for (method, route) in [("GET", path), ("POST", path + "/challenge"), ("DELETE", path)] {
                #expect(try await harness.call(method, route, as: "mga").response.status == 404, "\(method) \(route)")
                #expect(try await harness.call(method, route, as: "officer").response.status == 403, "\(method) \(route)")
            }
            #expect(try await harness.json("GET", Self.origins, as: "mga").body["origins"] == [])
            let history = try await harness.json("GET", "/sandbox/regulator/audit?entity=callback_origin&id=O-1", as: "cga")
            #expect(history.status == 200 && history.body["changes"]?.array?.count == 2)
            #expect(try await harness.call("DELETE", path, as: "cga").response.status == 204)
            #expect(try await harness.call("DELETE", path, as: "cga").response.status == 404)
        }

        @Test(arguments: [
            "https://elsewhere.example/in", "http://127.0.0.1:7001/in", "https://user@127.0.0.1:7001/in", "https://127.1:7001/in",
            "https://127.0.0.1:7001/in#f", "https://10.0.0.1/in",
        ])
        func `an address outside what the operator lets the client register is refused`(address: String) async throws {
            let harness = try await SharedHarness.value
            let refused = try await harness.json("PUT", Self.origins + "/O-2", as: "cga", body: ["address": .string(address)])
            #expect(refused.status == 422 && refused.body["code"] == "callback-not-registered" && refused.body["pointer"] == "/address")
            #expect(try await harness.json("GET", Self.origins + "/O-2", as: "cga").status == 404)
        }

        @Test func `a body that is not as described is refused`() async throws {
            let harness = try await SharedHarness.value
            for body in [[:], ["address": 1], ["address": "https://127.0.0.1:7001/in", "state": "proved"]] as [Node] {
                #expect(try await harness.json("PUT", Self.origins + "/O-3", as: "cga", body: body).status == 400)
            }
        }

        @Test func `a range is sent again for an officer or for its own client, and must be one`() async throws {
            let harness = try await SharedHarness.value
            let times: Node = ["from": "2001-01-01T00:00:00Z", "to": "2001-01-02T00:00:00Z", "reason": "lost"]
            let places: Node = ["origin": "https://127.0.0.1:7009", "from_sequence": 1, "to_sequence": 2, "reason": "lost"]
            func post(_ side: String, _ body: Node, as client: String) async throws -> (status: Int, body: Node) {
                try await harness.json("POST", "/sandbox/\(side)/callbacks/replay", as: client, body: body)
            }
            for body in [times, places] {
                let own = try await post("regulator", body, as: "cga")
                #expect(own.status == 202 && own.body["replayed"] == 0 && own.body["deliveries"] == [])
                #expect(try await post("operator", body.setting("client_id", "cga"), as: "officer").status == 202)
                #expect(try await post("operator", body.setting("client_id", "cga"), as: "cga").status == 403)
                #expect(try await post("regulator", body, as: "officer").status == 403)
                for client in ["nobody", "officer"] {
                    #expect(try await post("operator", body.setting("client_id", .string(client)), as: "officer").status == 400)
                }
            }
            let wrong: [Node] = [
                [:], times.removing("reason"), times.removing("to"), times.setting("to", "2000-01-01T00:00:00Z"),
                times.setting("from", "yesterday"), times.setting("client_id", "cga"), places.setting("to_sequence", 0),
                places.setting("from_sequence", 3), places.setting("origin", "https://127.0.0.1:7009/in"),
                places.setting("origin", "127.0.0.1"), places.setting("from", "2001-01-01T00:00:00Z"),
            ]
            for body in wrong { #expect(try await post("regulator", body, as: "cga").status == 400, "\(body)") }
        }

        /// A client for which the operator vouches for one origin, and of which it wants proof of another.
        private func client() throws -> RegisteredClient? {
            let key = try SigningKey.generate(.ed25519, keyID: "k")
            let register: Node = [
                "schema_version": 1,
                "clients": [
                    [
                        "client_id": "ukgc", "regulator": "UKGC", "operator": .null, "roles": ["regulator_read"],
                        "scopes": ["regulator_request"], "certificate_sha256": [], "jwks": KeySet([key.verificationKey]).jwks(),
                        "addresses": [], "callback_origins": ["https://vouched.example"],
                        "origins_to_prove": ["https://own.example", "https://127.0.0.1:*"], "allow_private": ["127.0.0.1:*"],
                        "realms": ["sandbox"],
                    ]
                ],
            ]
            return try ClientDirectoryReader.read(register.compactBytes()).client("ukgc")
        }

        @Test func `files go to an origin of one's own only once it is proved, by its port, and whatever it is spelt like`() async throws {
            let registered = try client()
            let nobody = try #require(RequestingClient(registered: registered))
            let proved = try #require(
                RequestingClient(registered: registered) { origin, client in
                    client == "ukgc" && ["https://own.example", "https://127.0.0.1:8443", "https://evil.example"].contains(origin)
                })
            let check = CallbackAddressCheck { _ in [IPAddress("93.184.216.34")].compactMap(\.self) }
            for url in ["https://own.example/in", "https://OWN.example:443/in", "https://127.0.0.1:8443/in"] {
                let problem = await #expect(throws: Problem.self) { try await check.check(url, for: nobody) }
                #expect(problem?.code == "callback-not-proved", "\(url)")
                #expect(!nobody.isRegistered(url) && proved.isRegistered(url))
                _ = try await check.check(url, for: proved)
            }
            _ = try await check.check("https://vouched.example/in", for: nobody)
            // A proof is of one origin, and widens nothing.
            for (url, code) in [
                ("https://127.0.0.1:8444/in", "callback-not-proved"), ("https://own.example:8443/in", "callback-not-registered"),
                ("https://evil.example/in", "callback-not-registered"),
            ] {
                let problem = await #expect(throws: Problem.self) { try await check.check(url, for: proved) }
                #expect(problem?.code == code, "\(url)")
                #expect(!proved.isRegistered(url))
            }
        }
    }
}
