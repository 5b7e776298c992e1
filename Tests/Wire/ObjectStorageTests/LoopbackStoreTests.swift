import Documents
import Synchronization
import Testing
import Transport

@testable import ObjectStorage

/// The client over HTTP, against a server that knows nothing of it.
@Suite struct LoopbackStoreTests {
    private let http = HTTPClient(trust: .system)

    private func client(_ configuration: BucketClient.Configuration = .init(), attempts: Int = 4) throws -> BucketClient {
        let http = http
        let url = "http://127.0.0.1:\(LoopbackStore.shared.port)/evidence"
        return BucketClient(
            bucket: try Bucket(url: url, connections: .plainAllowed), credentials: try Given.credentials(), configuration: configuration,
            retries: RetryRule(attempts: attempts, first: .milliseconds(1)) { 0 }, now: { Timestamp.wall },
            pause: { try await Task.sleep(for: $0) },
            send: { request async throws(TransportError) in try await http.send(request) })
    }

    private func refusal(_ work: () async throws -> Void) async -> StorageError? {
        do {
            try await work()
            return nil
        } catch { return error as? StorageError }
    }

    @Test(arguments: [("conflict-2", "v3"), ("busy-3", "v4"), ("full-1", "v2")])
    func `what passes is stored at the attempt after it`(key: String, version: String) async throws {
        #expect(try await client().put(key, [1], PutTerms(isNewOnly: true)) == .stored(version: version))
    }

    @Test(arguments: [("conflict-90", StorageError.Code.conflict), ("busy-90", .busy), ("full-90", .busy)])
    func `what does not pass is given up`(key: String, code: StorageError.Code) async throws {
        #expect(await refusal { _ = try await client().put(key, [1]) }?.code == code)
    }

    @Test func `what is there already is said`() async throws {
        #expect(try await client().put("there", [1], PutTerms(isNewOnly: true)) == .exists)
        #expect(try await client().put("there", [1]) == .stored(version: "v2"))
    }

    @Test func `a store that is too slow is left`() async throws {
        #expect(await refusal { _ = try await client(.init(timeout: .milliseconds(300))).get("slow") }?.code == .unreachable)
    }

    @Test func `more than was allowed is not read`() async throws {
        let small = try client(.init(maximumObjectBytes: (1 << 20) - 1))
        #expect(await refusal { _ = try await small.get("huge") }?.code == .answerTooLarge)
        #expect(try await client(.init(maximumObjectBytes: 1 << 20)).get("huge").bytes.count == 1 << 20)
    }

    @Test func `an answer that was cut is none`() async throws {
        #expect(await refusal { _ = try await client().get("cut") }?.code == .unreachable)
    }

    @Test func `an error that is a page for people is an error still`() async throws {
        let error = await refusal { _ = try await client().get("chatter") }
        #expect(error?.code == .accessDenied && error?.refusal?.code == "")
        #expect((error?.message.utf8.count ?? .max) < 400)
    }

    @Test func `what is signed is what goes out`() async throws {
        let text = String(decoding: try await client().get("echo", version: "a b").bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "GET /evidence/echo?versionId=a%20b HTTP/1.1")
        let names = lines.dropFirst().map { String($0.prefix { $0 != ":" }) }
        #expect(names == ["authorization", "host", "x-amz-content-sha256", "x-amz-date"])
        #expect(text.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date,"))
    }

    @Test func `a store that is not there is not reached`() async throws {
        let closed = try Bucket(url: "http://127.0.0.1:1/evidence", connections: .plainAllowed)
        let client = try client()
        let other = BucketClient(
            bucket: closed, credentials: client.credentials, retries: client.retries, now: client.now, pause: client.pause,
            send: client.send)
        let error = await refusal { _ = try await other.head("k") }
        #expect(error?.code == .unreachable && error?.message.contains("127.0.0.1:1") == true)
    }
}
