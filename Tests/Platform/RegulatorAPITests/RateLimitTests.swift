import Delivery
import Documents
import HTTPTypes
import ServerKit
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite struct RateLimitTests {
        private let start = Harness.now

        private func limiter(_ requests: Int, callers: Int = 100) throws -> RateLimiter {
            RateLimiter(try #require(RateLimitPolicy(requests: requests, seconds: 60)), maximumCallers: callers)
        }

        @Test(arguments: [(0, 60), (-1, 60), (1, 0)])
        func `a limit that nobody could keep is none`(requests: Int, seconds: Int) {
            #expect(RateLimitPolicy(requests: requests, seconds: seconds) == nil)
        }

        @Test func `a client is refused when its requests are used up, until the window is over`() throws {
            let limiter = try limiter(2)
            func take(_ client: String, after milliseconds: Int64) -> RateLimiter.Verdict {
                limiter.take(client: client, path: "/a", now: start.advanced(by: .milliseconds(milliseconds)))
            }
            #expect(take("ukgc", after: 0).remaining == 1)
            #expect(take("ukgc", after: 500).remaining == 0)
            let refused = take("ukgc", after: 500)
            #expect(refused.isRefused && refused.remaining == 0)
            #expect(refused.seconds == 60, "59.5 s are rounded up: \(refused.seconds)")
            #expect(take("ukgc", after: 59_999).isRefused)
            #expect(take("ukgc", after: 59_999).seconds == 1)
            #expect(take("mga", after: 59_999).isRefused == false)
            #expect(take("ukgc", after: 60_000).isRefused == false)
        }

        @Test func `a clock that is set back does not lock a client out`() throws {
            let limiter = try limiter(1)
            _ = limiter.take(client: "ukgc", path: "/a", now: start.advanced(by: .seconds(3600)))
            #expect(limiter.take(client: "ukgc", path: "/a", now: start).isRefused == false)
        }

        @Test func `more callers than are counted share one allowance and leave the counted ones theirs`() throws {
            let limiter = try limiter(2, callers: 2)
            func take(_ client: String, after seconds: Int = 0) -> RateLimiter.Verdict {
                limiter.take(client: client, path: "/a", now: start.advanced(by: .seconds(seconds)))
            }
            for client in ["a", "b", "c", "d"] { #expect(!take(client).isRefused, "\(client)") }
            #expect(take("e").isRefused)
            #expect(!take("a").isRefused)
            #expect(!take("e", after: 61).isRefused)
        }

        @Test func `an allowance that is used up holds for one client and one resource`() async throws {
            let harness = try await SharedHarness.value
            let client = harness.sandbox.limitedCaller(certificate: try harness.certificate("cga"), address: "")
            #expect(client == "client:cga")
            let target = "/sandbox/regulator/reports/2001-02-04"
            harness.sandbox.limits.requests.useUp(path: target, of: client, now: Harness.now)
            let (request, refused) = try await harness.call("GET", target, as: "cga")
            #expect(refused.status == 429)
            #expect(refused.fields[.retryAfter] == "60")
            #expect(refused.fields[.rateLimit] == "\"resource\";r=0;t=60")
            #expect(refused.fields[.signature] != nil, "a refusal is signed like any answer")
            #expect(try JSONReader.read(refused.body)["code"]?.string == "rate-limited")
            let kept = try await harness.sandbox.store.read { try $0.accessDecisions(limit: 5) }
            #expect(kept.contains { $0.requestID == request.id && $0.refusal == "rate-limited" })
            #expect(try await harness.call("GET", target, as: "mga").response.status == 200)
            #expect(try await harness.call("GET", "/sandbox/regulator/reports/2001-02-05", as: "cga").response.status == 200)
        }

        private func limits(_ requests: Int) throws -> RateLimits {
            RateLimits(try #require(RateLimitPolicy(requests: requests, seconds: 60)))
        }

        @Test func `a client has half of its requests for tokens, and what it does not get leaves the others theirs`() throws {
            let limits = try limits(5)
            func take(_ client: String, isForToken: Bool) -> RateLimiter.Verdict {
                limits.take(client: client, address: "192.0.2.1", path: "/a", isForToken: isForToken, now: start, reach: .itsClient)
            }
            #expect(take("ukgc", isForToken: true).name == "tokens")
            #expect(take("ukgc", isForToken: true).remaining == 0)
            let refused = take("ukgc", isForToken: true)
            #expect(refused.isRefused && refused.name == "tokens" && refused.policy.requests == 2)
            #expect(take("mga", isForToken: true).isRefused == false)
            #expect(take("ukgc", isForToken: false).remaining == 1, "requests for tokens are requests")
        }

        @Test func `an address has the requests of five clients, whoever calls from it`() throws {
            let limits = try limits(2)
            func take(_ client: String, from address: String) -> RateLimiter.Verdict {
                limits.take(client: client, address: address, path: "/a", isForToken: false, now: start, reach: .itsClient)
            }
            for number in 0..<10 { #expect(!take("certificate:\(number)", from: "192.0.2.1").isRefused, "\(number)") }
            let refused = take("client:ukgc", from: "192.0.2.1")
            #expect(refused.isRefused && refused.name == "address" && refused.policy.requests == 10 && refused.seconds == 60)
            #expect(take("client:ukgc", from: "192.0.2.2").isRefused == false)
        }

        @Test func `what a client is refused is not counted against its address`() throws {
            let limits = try limits(2)
            func take(_ client: String) -> RateLimiter.Verdict {
                limits.take(client: client, address: "192.0.2.1", path: "/a", isForToken: false, now: start, reach: .itsClient)
            }
            for _ in 0..<20 { _ = take("client:ukgc") }
            #expect(take("client:ukgc").name == "requests" && take("client:ukgc").isRefused)
            #expect(take("client:mga").isRefused == false)
        }

        @Test(arguments: [
            ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"), ("", ""),
        ])
        func `an address of IPv6 is counted with its network`(_ address: String, _ network: String) {
            #expect(RateLimits.network(of: address) == network)
        }

        @Test func `a limit at the edge of numbers has parts and multiples`() throws {
            let most = try #require(RateLimitPolicy(requests: .max, seconds: 1))
            #expect(most.times(5).requests == .max)
            #expect(try #require(RateLimitPolicy(requests: 1, seconds: 1)).divided(by: 5).requests == 1)
        }

        @Test func `the state of the sandbox uses up the caller's own allowance`() async throws {
            let harness = try await SharedHarness.value
            let values = try await harness.reach("a used-up allowance", ["resource": "/regulator/reports/2001-02-06"])
            #expect(values["resource"]?.string == "/regulator/reports/2001-02-06")
            let asked = try harness.request("GET", "/sandbox/regulator/reports/2001-02-06", as: "simulator")
            #expect(await harness.routes.response(to: asked).status == 429)
            #expect(try await harness.call("GET", "/sandbox/regulator/reports/2001-02-06", as: "ukgc").response.status == 200)
        }

        @Test func `every answer says what is left, refusals and other realms too`() async throws {
            let harness = try await SharedHarness.value
            for (target, party) in [
                ("/regulator/reports/2026-10-15", nil), ("/sandbox/regulator/no-such", "ukgc"), ("/sandbox/regulator/faults", "stranger"),
            ] as [(String, String?)] {
                let answer = await harness.routes.response(to: try harness.request("GET", target, as: party))
                #expect(answer.fields[.rateLimitPolicy] == "\"requests\";q=6000;w=60", "\(target)")
                #expect(answer.fields[.rateLimit]?.hasPrefix("\"requests\";r=") == true, "\(target)")
            }
        }
    }
}
