import Foundation
import ObjectStorage
import TestSupport
import Testing

@testable import RegulatorAPI

@Suite struct WormSettingsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let file = try folder.write("AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=a-secret-of-this-test\n", to: "worm.env")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    }

    private func settings(_ more: String = "", bucket: String = "https://store.example/evidence", realm: String = "production") throws
        -> WormSettings?
    {
        let text = """
            {"schema_version": 1, "bucket": "\(bucket)", "credentials": "worm.env", "realms": ["production"]\(more)}
            """
        return try WormSettings(parsing: Array(text.utf8), folder: folder.path, realm: realm)
    }

    @Test func `a realm that is named is copied, and no other`() throws {
        let plain = try #require(try settings())
        #expect(plain.days == 2587)
        #expect(plain.pace == .seconds(60))
        #expect(plain.prefix.isEmpty)
        #expect(plain.bucket.name == "evidence")
        let other = try settings(realm: "sandbox")
        #expect(other == nil)
        let own = try #require(
            try settings(#", "prefix": "a/b", "retention_days": 4000, "seal_after_seconds": 5, "region": "eu-west-1""#))
        #expect(own.days == 4000)
        #expect(own.pace == .seconds(5))
        #expect(own.bucket.region == "eu-west-1")
    }

    @Test(arguments: [
        #", "retention_days": 2586"#, #", "retention_days": "3000""#, #", "seal_after_seconds": 0"#, #", "seal_after_seconds": 61"#,
        #", "prefix": "/a""#, #", "prefix": """#, #", "region": 5"#, #", "trust": "none.pem""#, #", "lock": "GOVERNANCE""#,
    ])
    func `what would make less of the copy, or is not known, is refused`(_ more: String) {
        #expect(throws: PlatformStartError.self) { try settings(more) }
    }

    @Test func `a bucket without TLS is one on this machine`() throws {
        #expect(throws: PlatformStartError.self) { try settings(bucket: "http://store.example/evidence") }
        #expect(throws: PlatformStartError.self) { try settings(bucket: "http://127.0.0.1.store.example/evidence") }
        let own = try settings(bucket: "http://127.0.0.1:8333/evidence")
        #expect(own != nil)
    }

    @Test func `credentials that others can read are refused, and never named`() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.path("worm.env"))
        let error = #expect(throws: PlatformStartError.self) { try settings() }
        #expect(error?.description.contains("worm.json/credentials") == true)
        #expect(error?.description.contains("a-secret-of-this-test") == false)
    }
}
