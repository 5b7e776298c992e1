import Documents
import HTTPTypes
import Testing
import Transport

@testable import ObjectStorage

@Suite struct BucketCertifierTests {
    private static func outcomes(_ certificate: BucketCertificate, _ outcome: CheckResult.Outcome) -> Set<BucketCheck> {
        Set(certificate.results.filter { $0.outcome == outcome }.map(\.check))
    }

    /// What a store answers that does not do what a check expects.
    private static func wrong(_ check: BucketCheck) -> IncomingResponse {
        switch check {
        case .versioningEnabled:
            Given.response(200, [:], "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>")
        case .lockConfiguration: Given.refusal(404, "ObjectLockConfigurationNotFoundError")
        case .bulkDeleteCompliance:
            Given.response(200, [:], "<DeleteResult><Deleted><Key>certify/abcd/compliance</Key></Deleted></DeleteResult>")
        case .oldVersionReadable: Given.response(200, [:], "another")
        // Without a version, a marker, a name or a retention.
        case .putCompliance, .overwriteAddsVersion, .putGovernanceHeld, .putUnderDefault, .deleteAddsMarker, .defaultRetentionApplied:
            Given.response(200)
        case .presignedGet: Given.response(200, [:], "once")
        case .suspendVersioning, .deleteCompliance, .deleteComplianceBypassing, .shortenCompliance, .complianceToGovernance,
            .retainUntilPast, .modeWithoutDate, .wrongDigest, .deleteHeld, .deleteGovernance, .createOnlyExisting, .deleteFullBucket,
            .lockInPlainBucket:
            Given.response(200, [.amzVersionID: "v0"])
        case .extendCompliance, .digestAccepted, .holdOff, .deleteGovernanceBypassing, .createOnlyNew, .createLockedBucket,
            .setDefaultRetention, .createPlainBucket:
            Given.refusal(400, "InvalidRequest")
        }
    }

    @Test func `there are 32 checks, each with a row of its own`() {
        #expect(BucketCheck.allCases.count == 32)
        #expect(Set(BucketCheck.allCases.map(\.row.deed)).count == 32)
        for check in BucketCheck.allCases { #expect(!check.row.expected.isEmpty && !check.row.meaning.isEmpty) }
    }

    @Test func `a store that keeps its promises passes all of them, and nothing is left`() async throws {
        let store = try ProbedStore()
        let certificate = try await store.certificate()
        #expect(Self.outcomes(certificate, .enforced).count == 32, "\(certificate.lines)")
        #expect(certificate.verdict == .enforced && certificate.leftovers.isEmpty)
        // 60 seconds, and 15 by which they were made longer, and two for clocks that are not quite the same.
        #expect(store.paused == .seconds(77))
        #expect(certificate.lines.last == "enforced: 32 checks of evidence at https://store.example:9000, 32 enforced, 0 not, 0 not made")
    }

    @Test func `what cannot be removed yet is left where nobody waits, and named`() async throws {
        let store = try ProbedStore()
        let certificate = try await store.certificate(end: .left)
        #expect(store.paused == .zero && certificate.verdict == .enforced)
        #expect(
            certificate.leftovers == [
                .init(
                    "certify/abcd/compliance version v4 in evidence at https://store.example:9000",
                    "locked: COMPLIANCE until 2026-11-23T10:02:22Z")
            ])
        #expect(certificate.node["left_behind"]?.array?.count == 1)
    }

    @Test func `nothing outside its prefix and its own buckets is touched`() async throws {
        let store = try ProbedStore()
        _ = try await store.certificate()
        for request in store.requests where request.method != "GET" {
            let path = request.url.dropFirst("https://store.example:9000/".count).prefix { $0 != "?" }
            let isOwn =
                path.hasPrefix("evidence/certify/abcd/") || path.hasPrefix("evidence-locked-abcd") || path.hasPrefix("evidence-plain-abcd")
            let isOfBucket = path == "evidence" && (request.url.hasSuffix("?versioning") || request.url.hasSuffix("?delete"))
            #expect(isOwn || isOfBucket, "\(request.method) \(request.url)")
            // What is stored in the bucket without a retention of its own would be kept for as long as its default says.
            if request.method == "PUT", path.hasPrefix("evidence/certify/"), !request.url.contains("?") {
                #expect(request.fields[.amzLockMode] != nil, "\(request.url)")
            }
        }
    }

    @Test(arguments: BucketCheck.allCases) func `a store that does otherwise fails that check, and no other`(check: BucketCheck)
        async throws
    {
        let store = try ProbedStore { asked in asked == check ? Self.wrong(check) : nil }
        let certificate = try await store.certificate()
        #expect(Self.outcomes(certificate, .notEnforced) == [check], "\(certificate.lines)")
        #expect(certificate.verdict == .notEnforced)
        #expect(certificate.lines.contains("    means: \(check.row.meaning)"))
        let node = certificate.node["checks"]?.array?.first { $0["name"]?.string == check.rawValue }
        #expect(node?["outcome"]?.string == "not-enforced" && node?["meaning"]?.string == check.row.meaning)
    }

    @Test func `a refusal for want of a permission is no pass`() async throws {
        let store = try ProbedStore { _ in Given.refusal(403, "AccessDenied") }
        let certificate = try await store.certificate()
        #expect(Self.outcomes(certificate, .notMade).count == 32, "\(certificate.lines)")
        #expect(certificate.verdict == .notFullyVerified)
    }

    @Test func `who may delete nothing has not shown that a lock forbids it`() async throws {
        let store = try ProbedStore { $0 == .deleteGovernanceBypassing ? Given.refusal(403, "AccessDenied") : nil }
        let certificate = try await store.certificate()
        #expect(
            Self.outcomes(certificate, .notMade) == [
                .deleteCompliance, .deleteComplianceBypassing, .bulkDeleteCompliance, .deleteHeld, .deleteGovernance,
                .deleteGovernanceBypassing,
            ])
        #expect(certificate.verdict == .notFullyVerified)
    }

    @Test func `who may change no retention has not shown that a lock forbids it`() async throws {
        let store = try ProbedStore { $0 == .extendCompliance ? Given.refusal(403, "AccessDenied") : nil }
        let certificate = try await store.certificate()
        #expect(Self.outcomes(certificate, .notMade) == [.shortenCompliance, .complianceToGovernance, .extendCompliance])
    }

    @Test func `a store that is out of order is not judged`() async throws {
        let store = try ProbedStore { $0 == .versioningEnabled ? nil : Given.response(500, [:], "<html>oops</html>") }
        let certificate = try await store.certificate()
        #expect(Self.outcomes(certificate, .notEnforced).isEmpty && certificate.verdict == .notFullyVerified)
    }

    @Test(arguments: [(400, "ExpiredToken"), (403, "RequestTimeTooSkewed"), (409, "OperationAborted"), (400, "SlowDown")])
    func `a refusal for a reason beside the matter shows nothing`(status: Int, code: String) async throws {
        let store = try ProbedStore { $0 == .versioningEnabled ? nil : Given.refusal(status, code) }
        let certificate = try await store.certificate()
        #expect(Self.outcomes(certificate, .enforced) == [.versioningEnabled] && Self.outcomes(certificate, .notEnforced).isEmpty)
    }

    @Test func `a digest that is wrong must be refused for that`() async throws {
        let store = try ProbedStore { $0 == .wrongDigest ? Given.refusal(400, "InvalidRequest") : nil }
        #expect(Self.outcomes(try await store.certificate(), .notMade) == [.wrongDigest])
    }

    @Test func `what is deleted after its lock has ended shows nothing`() async throws {
        let store = try ProbedStore(slow: .deleteCompliance) { check in
            check == .deleteCompliance ? Given.response(204) : nil
        }
        let certificate = try await store.certificate()
        let result = try #require(certificate.results.first { $0.check == .deleteCompliance })
        #expect(result.outcome == .notMade && result.seen.contains("had ended"))
    }

    @Test(arguments: [Duration.seconds(-600), .seconds(600)]) func `locks end by the store's clock`(lead: Duration) async throws {
        let store = try ProbedStore(lead: lead)
        let certificate = try await store.certificate()
        #expect(certificate.verdict == .enforced)
        let put = try #require(store.requests.first { $0.fields[.amzLockMode] == "COMPLIANCE" })
        let end = try Timestamp(parsing: put.fields[.amzRetainUntil] ?? "")
        #expect(end == (try Given.time()).advanced(by: lead + .seconds(60)))
    }

    @Test(arguments: [
        (403, "SignatureDoesNotMatch", StorageError.Code.signatureRefused), (404, "NoSuchBucket", .noSuchBucket),
        (301, "PermanentRedirect", .elsewhere), (503, "SlowDown", .busy),
    ])
    func `a bucket that cannot be asked is not certified, and nothing is stored`(
        status: Int, code: String, expected: StorageError.Code
    ) async throws {
        let store = try ProbedStore { _ in Given.refusal(status, code) }
        await #expect(throws: StorageError(expected, "")) { try await store.certificate() }
        #expect(store.requests.count == 1)
    }

    @Test func `versions that could be switched off are switched on again, or it is said loudly`() async throws {
        let obedient = try ProbedStore { $0 == .suspendVersioning ? Given.response(200) : nil }
        _ = try await obedient.certificate()
        let settings = obedient.requests.filter { $0.method == "PUT" && $0.url.hasSuffix("/evidence?versioning") }
        #expect(settings.map { String(decoding: $0.body, as: UTF8.self).contains("Enabled") } == [true, false, true])
    }

    @Test func `whoever ends the run while versions may be off leaves them on`() async throws {
        let store = try ProbedStore(cancelled: .suspendVersioning) { $0 == .suspendVersioning ? Given.response(200) : nil }
        await #expect(throws: StorageError(.cancelled, "")) { try await store.certificate() }
        let settings = store.requests.filter { $0.method == "PUT" && $0.url.hasSuffix("/evidence?versioning") }
        #expect(settings.last.map { String(decoding: $0.body, as: UTF8.self).contains("Enabled") } == true)
    }

    @Test(arguments: ["InternalError", "SlowDown", "NoSuchKey", ""])
    func `one of many that is not deleted for another reason shows nothing of its lock`(code: String) async throws {
        let error = "<Error><Key>certify/abcd/compliance</Key><Code>\(code)</Code><Message>No.</Message></Error>"
        let store = try ProbedStore { check in
            check == .bulkDeleteCompliance ? Given.response(200, [:], "<DeleteResult>\(error)</DeleteResult>") : nil
        }
        #expect(Self.outcomes(try await store.certificate(), .notMade) == [.bulkDeleteCompliance])
    }

    @Test func `a shorter lock that would be over already shows nothing`() async throws {
        let store = try ProbedStore(slow: .shortenCompliance)
        let certificate = try await store.certificate()
        let result = try #require(certificate.results.first { $0.check == .shortenCompliance })
        #expect(result.outcome == .notMade && result.seen.contains("would have ended"))
    }

    @Test(arguments: ["", "abc", "ABCD", "ab-cd", "a/../b", String(repeating: "a", count: 17)])
    func `a label that is none is refused`(label: String) {
        #expect(throws: StorageError(.invalidRequest, "")) { try BucketCertifier.Plan(label: label) }
    }

    @Test(arguments: [Duration.zero, .seconds(9), .seconds(86_401)])
    func `a lock is neither too short to be tried nor too long to be waited for`(compliance: Duration) {
        #expect(throws: StorageError(.invalidRequest, "")) { try BucketCertifier.Plan(label: "abcd", compliance: compliance) }
    }
}
