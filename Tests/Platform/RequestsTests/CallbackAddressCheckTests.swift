import Delivery
import MessageSignatures
import ServerKit
import Testing

@testable import Requests

@Suite struct CallbackAddressCheckTests {
    private func client(_ prefix: String) -> RequestingClient {
        RequestingClient(id: "ukgc", regulator: "UKGC", keys: KeySet([]), isRegistered: { $0.hasPrefix(prefix) })
    }

    private func check(_ addresses: [String]) -> CallbackAddressCheck {
        CallbackAddressCheck { _ in addresses.compactMap { IPAddress($0) } }
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1",
        "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::", "::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00::1", "fe80::1", "ff02::1",
    ])
    func `a name with a special-purpose address is refused, also when another is public`(address: String) async throws {
        let client = client("https://reports.example/")
        for addresses in [[address], ["93.184.216.34", address], [address, "93.184.216.34"]] {
            await #expect(throws: Problem.self) { try await check(addresses).check("https://reports.example/in", for: client) }
        }
    }

    @Test(arguments: ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2606:2800:220:1::1"])
    func `a public address is what is connected to`(address: String) async throws {
        let found = try await check([address]).check("https://reports.example/in", for: client("https://reports.example/"))
        #expect(found == IPAddress(address))
    }

    @Test func `a private address is allowed where the registration names it`() async throws {
        #expect(try await check([]).check("https://127.0.0.1:9000/x", for: client("https://127.0.0.1:")) == IPAddress("127.0.0.1"))
        #expect(
            try await check(["127.0.0.1", "::1"]).check("https://localhost:9000/x", for: client("https://localhost:"))
                == IPAddress("127.0.0.1"))
        await #expect(throws: Problem.self) {
            try await check(["10.0.0.1"]).check("https://localhost:9000/x", for: client("https://localhost:"))
        }
    }

    @Test func `a name without an address is refused`() async throws {
        await #expect(throws: Problem.self) {
            try await check([]).check("https://reports.example/in", for: client("https://reports.example/"))
        }
    }

    @Test func `the system resolves the name of this machine to loopback`() async throws {
        let addresses = try await SystemResolver.addresses(of: "localhost")
        #expect(addresses.allSatisfy(SpecialPurposeAddress.isLoopback))
    }

    @Test func `an origin that nobody proved is refused with what to do about it`() async throws {
        var client = client("https://proved.example/")
        client.unprovedOrigin = { $0.hasPrefix("https://reports.example/") ? "https://reports.example" : nil }
        let check = check(["93.184.216.34"])
        let problem = await #expect(throws: Problem.self) { try await check.check("https://reports.example/in", for: client) }
        #expect(problem?.status == 422 && problem?.code == "callback-not-proved")
        #expect(problem?.detail.contains("https://reports.example once") == true)
        #expect(problem?.detail.contains("/regulator/callback-origins/") == true)
        #expect(try await check.check("https://proved.example/in", for: client) == IPAddress("93.184.216.34"))
        // Who only asks whether it may be challenged is not told to prove it first.
        let found = try await check.check("https://reports.example/in", for: client) { $0.hasPrefix("https://reports.example/") }
        #expect(found == IPAddress("93.184.216.34"))
    }
}
