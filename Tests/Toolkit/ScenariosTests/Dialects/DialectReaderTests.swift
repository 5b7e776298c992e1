import Documents
import Results
import TestSupport
import Testing
import Verification

@testable import Scenarios

@Suite struct DialectReaderTests {
    static let good = """
        schema_version: 1
        title: How Northwind says it
        paths:
          /regulator/reports/{period}: /compliance/v2/statements?date={period}
          POST /webhook/regulator/request: PUT /compliance/v2/questions
        parameters: { licence: operator }
        members:
          report-list: { reports: items, sha256: checksum }
          request core.requests/*: { request_id: reference }
          GET /regulator/requests/{id}: { request_id: reference }
        values:
          state: { acknowledged: DONE, accepted: OPEN }
        headers: { X-Request-ID: X-Correlation-Id }
        problems: { signature-invalid: bad-signature }
        signature_tags: { assay-request: nw-question }
        """

    private func read(_ text: String) -> (dialect: Dialect?, findings: [Finding]) {
        Dialect.read(Array(text.utf8), file: "etc/northwind.dialect.yaml")
    }

    @Test func `a complete dialect is read and named after its file`() throws {
        let (dialect, findings) = read(Self.good)
        #expect(findings.isEmpty, "\(findings.map(\.message))")
        let read = try #require(dialect)
        #expect(read.id == "northwind")
        #expect(read.paths.count == 2)
        #expect(read.vocabularies.map(\.side) == [nil, .request, nil])
        #expect(read.values["state"]?.contract["DONE"] == "acknowledged")
        #expect(read.wireNames.fields == ["x-request-id": "x-correlation-id"])
        #expect(read.wireNames.tag("assay-request") == "nw-question")
        #expect(read.digest.count == 64)
    }

    @Test func `an empty dialect says everything as the contracts do`() throws {
        #expect(read("schema_version: 1").dialect != nil)
    }

    @Test(arguments: [
        ("members:", "membres:", "dialect.unknown-key"), ("schema_version: 1", "schema_version: 2", "dialect.unsupported-version"),
        ("/regulator/reports/{period}:", "regulator/reports/{period}:", "dialect.bad-path"),
        ("/regulator/reports/{period}:", "/regulator/reports/day-{period}:", "dialect.bad-path"),
        ("/regulator/reports/{period}:", "/regulator/{period}/{period}:", "dialect.bad-path"),
        ("/compliance/v2/statements?date={period}", "compliance?date={period}", "dialect.bad-path"),
        ("/compliance/v2/statements?date={period}", "/compliance?date={period", "dialect.bad-path"),
        ("date={period}", "date={perod}&period={period}", "dialect.unknown-placeholder"),
        ("?date={period}", "", "dialect.lost-placeholder"),
        ("/compliance/v2/statements?", "DELETE /compliance/v2/statements?", "dialect.unsafe-method"),
        ("PUT /compliance", "GET /compliance", "dialect.unsafe-method"),
        ("request core.requests/*:", "request everything at all:", "dialect.bad-selector"),
        ("sha256: checksum", "sha256: items", "dialect.two-for-one"), ("sha256: checksum", "sha256: 12", "dialect.wrong-type"),
        ("sha256: checksum", "sha256: ''", "dialect.empty-word"), ("X-Correlation-Id", "X Correlation", "dialect.bad-field-name"),
        ("X-Request-ID:", "Authorization:", "dialect.fixed-field"), ("X-Correlation-Id", "Content-Digest", "dialect.fixed-field"),
        ("parameters: {", "parameters: [", "dialect.syntax"),
    ])
    func `what is wrong is named with its place`(original: String, replacement: String, code: String) throws {
        let text = Self.good.replacing(original, with: replacement, maxReplacements: 1)
        try #require(text != Self.good)
        let (dialect, findings) = read(text)
        #expect(dialect == nil)
        let finding = try #require(findings.first { $0.code == code }, "got \(findings.map(\.code))")
        #expect(finding.source?.file == "etc/northwind.dialect.yaml")
        #expect((finding.source?.line ?? 0) > 0)
        #expect(!finding.remedy.isEmpty)
    }

    @Test func `nothing, a list and too much are refused`() {
        for text in ["", "- a", "{{{", "schema_version: 1\nschema_version: 1"] { #expect(read(text).dialect == nil, "\(text)") }
        #expect(Dialect.load("/no/such.dialect.yaml").findings.first?.code == "dialect.unreadable")
    }

    @Test func `a profile brings the dialect that lies beside it, and what is wrong with it`() throws {
        let folder = try TemporaryFolder()
        _ = try folder.write(Self.good, to: "theirs.yaml")
        let file = folder.path("sandbox.profile.yaml")
        func profile(_ dialect: String) -> (profile: Profile?, findings: [Finding]) {
            Profile.read(Array("\(ProfileReaderTests.good)\ndialect: \(dialect)".utf8), file: file)
        }
        #expect(profile("theirs.yaml").profile?.dialect?.paths.count == 2)
        #expect(profile("ours").profile.map { $0.dialect == nil } == true)
        #expect(profile("missing.yaml").findings.map(\.code) == ["dialect.unreadable"])
        _ = try folder.write("schema_version: 1\npath: {}", to: "theirs.yaml")
        let (none, findings) = profile("theirs.yaml")
        #expect(none == nil)
        #expect(findings.map(\.code) == ["dialect.unknown-key"])
        #expect(findings.first?.source?.file.hasSuffix("theirs.yaml") == true)
    }
}
