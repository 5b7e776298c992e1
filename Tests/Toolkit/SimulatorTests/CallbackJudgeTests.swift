import Contracts
import Documents
import HTTPTypes
import MessageSignatures
import Results
import Scenarios
import Testing
import Transport

@testable import Simulator

@Suite struct CallbackJudgeTests {
    private static let url = "https://inbox.invalid/inbox/m"
    private let key: SigningKey
    private let judge: CallbackJudge

    init() throws {
        key = try Fixture.key()
        judge = CallbackJudge(library: Fixture.library, profile: Fixture.profile(key: key))
    }

    /// The checks that failed, of the interaction that fits best.
    private func failed(
        _ request: OutgoingRequest, keys: KeySet? = nil, causedAt: Timestamp? = nil
    ) throws -> (id: String, checks: Set<String>) {
        let judged = try #require(
            judge.judgement(
                of: Fixture.reception(request), keys: keys ?? KeySet([key.verificationKey]), now: Fixture.now, causedAt: causedAt,
                earlier: []))
        return (judged.interaction.fullID, Set(judged.checks.filter { $0.outcome == .failed }.map(\.check)))
    }

    @Test func `a good callback breaks nothing`() throws {
        let (id, checks) = try failed(try Fixture.callback(to: Self.url, key: key), causedAt: Fixture.now.advanced(by: .seconds(-10)))
        #expect(id == "core.sample/answer" && checks.isEmpty)
    }

    @Test func `a body that was changed on the way is found`() throws {
        var request = try Fixture.callback(to: Self.url, key: key)
        request.body = Array("{\"total\":4}".utf8)
        #expect(try !failed(request).checks.isEmpty)
    }

    @Test func `a signature of another key is found`() throws {
        let request = try Fixture.callback(to: Self.url, key: key)
        let stranger = KeySet([try SigningKey.generate(.ed25519, keyID: "platform-1").verificationKey])
        #expect(try failed(request, keys: stranger).checks.contains("signature"))
    }

    @Test func `an old signature is found`() throws {
        let request = try Fixture.callback(to: Self.url, key: key, created: Fixture.now.advanced(by: .seconds(-3600)))
        #expect(try failed(request).checks.contains("signature"))
    }

    @Test func `a body that is not as agreed is found`() throws {
        #expect(try failed(try Fixture.callback(to: Self.url, key: key, body: "{\"total\":\"x\"}")).checks.contains("body.match"))
    }

    @Test func `a late callback is found`() throws {
        let request = try Fixture.callback(to: Self.url, key: key)
        #expect(try failed(request, causedAt: Fixture.now.advanced(by: .seconds(-31))).checks == ["delivery.within"])
    }

    @Test func `a callback in another dialect is judged in the words of the contract`() throws {
        let text = "schema_version: 1\nmembers: { core.sample/*: { total: sum } }"
        let dialect = try #require(Dialect.read(Array(text.utf8), file: "test.dialect.yaml").dialect)
        let profile = Profile(name: "Subject", platform: Fixture.profile(key: key).platform, dialect: dialect)
        let other = CallbackJudge(library: Fixture.library, profile: profile)
        func breaches(_ body: String) throws -> [String] {
            let request = try Fixture.callback(to: Self.url, key: key, body: body)
            let judged = other.judgement(
                of: Fixture.reception(request), keys: KeySet([key.verificationKey]), now: Fixture.now, causedAt: nil, earlier: [])
            return try #require(judged).checks.filter { $0.outcome == .failed }.map(\.check)
        }
        #expect(try breaches(#"{"sum":3}"#).isEmpty)
        #expect(try breaches(#"{"sum":"x"}"#) == ["body.match"])
        #expect(try failed(try Fixture.callback(to: Self.url, key: key, body: #"{"sum":3}"#)).checks.contains("body.match"))
    }

    @Test func `of several webhooks the one that fits best is taken`() throws {
        var request = OutgoingRequest(method: "POST", url: Self.url, body: Array("{\"nothing\":\"alike\"}".utf8))
        request.fields[.contentType] = "application/json"
        #expect(try failed(request).id == "core.sample/other")
    }
}
