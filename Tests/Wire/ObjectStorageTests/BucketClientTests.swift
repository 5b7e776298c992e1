import Documents
import HTTPTypes
import Synchronization
import Testing
import Transport

@testable import ObjectStorage

/// Answers requests in turn, and remembers them and the pauses between them.
final class Script: Sendable {
    private struct State {
        var answers: [Result<IncomingResponse, TransportError>]
        var requests: [OutgoingRequest] = []
        var pauses: [Duration] = []
    }

    private let state: Mutex<State>
    var requests: [OutgoingRequest] { state.withLock { $0.requests } }
    var pauses: [Duration] { state.withLock { $0.pauses } }

    init(_ answers: [Result<IncomingResponse, TransportError>]) { state = Mutex(State(answers: answers)) }

    convenience init(_ answers: IncomingResponse...) { self.init(answers.map { .success($0) }) }

    func client(configuration: BucketClient.Configuration = .init()) throws -> BucketClient {
        let time = try Given.time()
        return BucketClient(
            bucket: try Given.bucket(), credentials: try Given.credentials(), configuration: configuration,
            retries: RetryRule(attempts: 3) { 1 },
            // A second later each time: what is sent again must be signed again.
            now: { time.advanced(by: .seconds(self.requests.count)) },
            pause: { pause in self.state.withLock { $0.pauses.append(pause) } },
            send: { request async throws(TransportError) in try self.next(request) })
    }

    private func next(_ request: OutgoingRequest) throws(TransportError) -> IncomingResponse {
        let answer = state.withLock { state -> Result<IncomingResponse, TransportError>? in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw TransportError(.protocolViolation, "the script has ended") }
        return try answer.get()
    }
}

@Suite struct BucketClientTests {
    private let stored = Given.response(200, [.amzVersionID: "v1"])

    private func code(_ work: () async throws -> Void) async -> StorageError.Code? {
        do {
            try await work()
            return nil
        } catch { return (error as? StorageError)?.code }
    }

    @Test func `an object is stored at the first attempt`() async throws {
        let script = Script(stored)
        #expect(try await script.client().put("k", [1]) == .stored(version: "v1"))
        #expect(script.requests.count == 1 && script.pauses.isEmpty)
    }

    @Test func `a conflict and a store that is too busy are tried again, signed anew`() async throws {
        let script = Script(Given.refusal(409, "ConditionalRequestConflict"), Given.refusal(503, "SlowDown"), stored)
        #expect(try await script.client().put("k", [1], PutTerms(isNewOnly: true)) == .stored(version: "v1"))
        #expect(script.pauses == [.milliseconds(200), .milliseconds(400)])
        #expect(Set(script.requests.map { $0.fields[.authorization] }).count == 3)
        #expect(script.requests.allSatisfy { $0.body == [1] && $0.fields[.ifNoneMatch] == "*" })
    }

    @Test func `retries end`() async throws {
        let busy = Given.refusal(503, "SlowDown")
        let conflict = Given.refusal(409, "ConditionalRequestConflict")
        for (answer, expected) in [(busy, StorageError.Code.busy), (conflict, .conflict)] {
            let script = Script(answer, answer, answer, stored)
            #expect(await code { _ = try await script.client().put("k", [1]) } == expected)
            #expect(script.requests.count == 3)
        }
    }

    @Test func `what is there already is an outcome for who asked, and an error for who did not`() async throws {
        let there = Given.refusal(412, "PreconditionFailed")
        #expect(try await Script(there).client().put("k", [1], PutTerms(isNewOnly: true)) == .exists)
        #expect(await code { _ = try await Script(there).client().put("k", [1]) } == .alreadyThere)
    }

    @Test(arguments: [
        (TransportError.Code.couldNotConnect, StorageError.Code.unreachable), (.tlsFailed, .unreachable), (.timedOut, .unreachable),
        (.connectionLost, .unreachable), (.couldNotResolve, .unreachable), (.bodyTooLarge, .answerTooLarge),
        (.protocolViolation, .unreadableAnswer), (.cancelled, .cancelled), (.unsupported, .invalidRequest),
    ])
    func `what the transport says is passed on, and not tried again`(thrown: TransportError.Code, expected: StorageError.Code) async throws
    {
        let script = Script([.failure(TransportError(thrown, "said")), .success(stored)])
        #expect(await code { _ = try await script.client().get("k") } == expected)
        #expect(script.requests.count == 1)
    }

    @Test func `a pause that is cancelled ends it`() async throws {
        let client = try Script(Given.refusal(503, "SlowDown"), stored).client()
        let cancelled = BucketClient(
            bucket: client.bucket, credentials: client.credentials, retries: client.retries, now: client.now,
            pause: { _ in throw CancellationError() }, send: client.send)
        #expect(await code { _ = try await cancelled.put("k", [1]) } == .cancelled)
    }

    @Test func `an object is read up to the limit, with what is known of it`() async throws {
        let script = Script(
            Given.response(
                200,
                [
                    .amzVersionID: "v1", .eTag: "\"abc\"", .contentType: "text/csv", .amzLockMode: "COMPLIANCE",
                    .amzRetainUntil: "2033-12-23T10:01:07Z", .amzLegalHold: "ON",
                ], "evidence"))
        let (bytes, object) = try await script.client(configuration: .init(maximumObjectBytes: 8)).get("k", version: "v1")
        #expect(bytes == Array("evidence".utf8) && script.requests[0].maximumBodyBytes == 8)
        #expect(object.version == "v1" && object.tag == "abc" && object.contentType == "text/csv" && object.legalHold == .on)
        #expect(object.retention?.description == "COMPLIANCE until 2033-12-23T10:01:07Z")
    }

    @Test func `all pages of versions are read`() async throws {
        let next = "<IsTruncated>true</IsTruncated><NextKeyMarker>b</NextKeyMarker><NextVersionIdMarker>2</NextVersionIdMarker>"
        let script = Script(
            Given.response(
                200, [:], ObjectVersionsTests.page(ObjectVersionsTests.version("p/a", "1") + ObjectVersionsTests.version("p/b", "2"), next)),
            Given.response(200, [:], ObjectVersionsTests.page(ObjectVersionsTests.marker("p/c", "3"))))
        #expect(try await script.client().versions(prefix: "p/").map(\.version) == ["1", "2", "3"])
        #expect(script.requests.count == 2)
        #expect(script.requests[1].url.hasSuffix("?encoding-type=url&key-marker=b&max-keys=1000&prefix=p%2F&version-id-marker=2&versions"))
    }

    @Test func `what lies outside the prefix is not taken for what was asked for`() async throws {
        let page = ObjectVersionsTests.page(ObjectVersionsTests.version("p/a", "1") + ObjectVersionsTests.version("evidence", "2"), "")
        let script = Script(Given.response(200, [:], page))
        #expect(await code { _ = try await script.client().versions(prefix: "p/") } == .unreadableAnswer)
    }

    @Test func `a store whose pages never end is left`() async throws {
        func page(_ versions: String, _ key: String) -> IncomingResponse {
            Given.response(
                200, [:], ObjectVersionsTests.page(versions, "<IsTruncated>true</IsTruncated><NextKeyMarker>\(key)</NextKeyMarker>"))
        }
        let one = ObjectVersionsTests.version("a")
        let standing = Script((0..<9).map { _ in .success(page(one, "a")) })
        #expect(await code { _ = try await standing.client().versions(prefix: "") } == .unreadableAnswer)
        #expect(standing.requests.count == 2)
        #expect(await code { _ = try await Script(page("", "a")).client().versions(prefix: "") } == .unreadableAnswer)
        let endless = Script((0..<9).map { .success(page(one, "k\($0)")) })
        #expect(
            await code { _ = try await endless.client(configuration: .init(maximumVersions: 4)).versions(prefix: "") } == .answerTooLarge)
        #expect(endless.requests.count == 5)
    }

    @Test func `locks, holds and versions are asked for and set`() async throws {
        let retention = Retention(.compliance, until: try Given.time())
        let script = Script(
            Given.response(200, [:], String(decoding: try retention.document(), as: UTF8.self)), Given.response(200),
            Given.response(200, [:], String(decoding: try LegalHold.on.document(), as: UTF8.self)), Given.response(200),
            Given.response(200, [:], String(decoding: try ObjectLock().document(), as: UTF8.self)), Given.response(200),
            Given.response(200, [:], String(decoding: try Versioning.enabled.document(), as: UTF8.self)), Given.response(200),
            Given.response(204), Given.response(204, [.amzVersionID: "m1"]), Given.response(200), Given.response(204))
        let client = try script.client()
        #expect(try await client.retention(of: "k", version: "v") == retention)
        try await client.set(retention, of: "k", version: "v")
        #expect(try await client.legalHold(of: "k") == .on)
        try await client.set(.off, of: "k")
        #expect(try await client.objectLock() == ObjectLock())
        try await client.set(ObjectLock())
        #expect(try await client.versioning() == .enabled)
        try await client.set(Versioning.enabled)
        try await client.delete("k", version: "v")
        #expect(try await client.hide("k") == "m1")
        try await client.create(.locked)
        try await client.deleteBucket()
        let base = "https://store.example:9000/evidence"
        #expect(
            script.requests.map { "\($0.method) \($0.url.dropFirst(base.count))" } == [
                "GET /k?retention&versionId=v", "PUT /k?retention&versionId=v", "GET /k?legal-hold", "PUT /k?legal-hold",
                "GET ?object-lock",
                "PUT ?object-lock", "GET ?versioning", "PUT ?versioning", "DELETE /k?versionId=v", "DELETE /k", "PUT ", "DELETE ",
            ])
        #expect(script.requests.allSatisfy { ($0.method == "PUT") == ($0.fields[.contentType] == "application/xml") })
    }

    @Test func `of many deletions each has its answer`() async throws {
        let script = Script(
            Given.response(
                200, [:], "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>"))
        let answers = try await script.client().delete([("a", "1")], governance: .bypassed)
        #expect(answers.map { $0.refusal?.code } == ["AccessDenied"])
        #expect(script.requests[0].fields[.amzBypassGovernance] == "true")
    }
}
