import Documents
import MessageSignatures
import Results
import TestSupport
import Testing

@testable import Scenarios

@Suite struct GrantReaderTests {
    static let good = """
        schema_version: 1
        environment: production
        base_url: https://127.0.0.1:8443/sandbox
        effects: [synthetic]
        cases: [core.requests/*, accepted.ask]
        requirements: [REQ-API-005]
        tools: [restart]
        states: [a completed*]
        valid_from: "2026-11-26T00:00:00Z"
        valid_to: "2026-11-27T00:00:00Z"
        granted_by: J. Doe, Head of Compliance
        reason: acceptance of release 4.2
        """

    @Test func `a complete grant is read`() throws {
        let (grant, findings) = Grant.read(Array(Self.good.utf8), file: "g.grant.yaml")
        let read = try #require(grant, "\(findings.map(\.message))")
        #expect(read.effects == [.read, .synthetic])
        #expect(read.tools == [.restart])
        #expect(read.includes(state: "a completed gaming day") && !read.includes(state: "a bonus rule"))
        #expect(read.lapse(at: Timestamp(milliseconds: read.validFrom.milliseconds - 1)) != nil)
        #expect(read.lapse(at: read.validFrom) == nil)
        #expect(read.lapse(at: read.validTo) != nil)
    }

    @Test(arguments: [
        ("effects: [synthetic]", "effects: [sythetic]", "grant.unknown-value"), ("effects: [synthetic]\n", "", "grant.missing-key"),
        ("granted_by: J. Doe, Head of Compliance", "granted_by: '  '", "grant.anonymous"),
        ("cases: [core.requests/*, accepted.ask]", "cases: ['*']", "grant.of-everything"),
        ("states: [a completed*]", "states: ['**']", "grant.of-everything"),
        ("cases: [core.requests/*, accepted.ask]\nrequirements: [REQ-API-005]\n", "", "grant.of-nothing"),
        ("[REQ-API-005]", "[API-5]", "grant.bad-requirement"), ("\"2026-11-27T00:00:00Z\"", "tomorrow", "grant.bad-time"),
        ("2026-11-27T", "2026-11-26T", "grant.bad-time"), ("tools: [restart]", "tools: [reboot]", "grant.unknown-value"),
        ("environment: production", "environment: prod", "grant.unknown-value"), ("reason:", "reson:", "grant.unknown-key"),
    ])
    func `what is wrong is named with its place`(original: String, replacement: String, code: String) throws {
        let text = Self.good.replacing(original, with: replacement, maxReplacements: 1)
        try #require(text != Self.good)
        let (grant, findings) = Grant.read(Array(text.utf8), file: "g.grant.yaml")
        #expect(grant == nil)
        let finding = try #require(findings.first { $0.code == code }, "got \(findings.map(\.code))")
        #expect(finding.source?.file == "g.grant.yaml" && !finding.remedy.isEmpty)
        #expect(finding.isOfProductionGuard)
    }

    @Test func `a grant counts only when it is the one that was pinned`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.good, to: "northwind.grant.yaml")
        let digest = Digest.hex(Array(Self.good.utf8))
        #expect(Grant.load(GrantSource(file: file, digest: digest.uppercased())).grant?.digest == digest)
        #expect(Grant.load(GrantSource(file: file)).findings.map(\.code) == ["grant.not-proved"])
        _ = try folder.write(Self.good + "\n", to: "northwind.grant.yaml")
        #expect(Grant.load(GrantSource(file: file, digest: digest)).findings.map(\.code) == ["grant.other-digest"])
        #expect(Grant.load(GrantSource(file: "/no/such", digest: digest)).findings.map(\.code) == ["grant.unreadable"])
    }

    @Test func `a grant counts only when a trusted key has signed it as it is`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.good, to: "northwind.grant.yaml")
        let (grantor, stranger) = (
            try SigningKey.generate(.ed25519, keyID: "compliance"), try SigningKey.generate(.ed25519, keyID: "compliance")
        )
        let trust = folder.path("grantors.jwks")
        let source = GrantSource(file: file, trust: trust)
        func codes() -> [String] { Grant.load(source).findings.map(\.code) }
        func sign(_ key: SigningKey, type: String = Grant.signatureType, text: String = Self.good) throws {
            let signature = try JWS.detached(payload: Array(text.utf8), header: [("typ", .string(type))], key: key)
            _ = try folder.write(signature + "\n", to: "northwind.grant.yaml.jws")
        }
        #expect(codes() == ["grant.bad-trust"])
        _ = try folder.write(
            String(decoding: KeySet([grantor.verificationKey]).jwks().compactBytes(), as: UTF8.self), to: "grantors.jwks")
        #expect(codes() == ["grant.not-signed"])
        try sign(grantor)
        #expect(codes() == [] && Grant.load(source).grant?.grantedBy == "J. Doe, Head of Compliance")
        try sign(stranger)
        #expect(codes() == ["grant.not-signed"])
        try sign(grantor, type: "assay-report+jws")
        #expect(codes() == ["grant.not-signed"])
        try sign(grantor, text: Self.good.replacing("synthetic", with: "destructive"))
        #expect(codes() == ["grant.not-signed"])
    }

    private func profile(_ change: (String) -> String = { $0 }, grant: GrantSource? = nil) -> (profile: Profile?, findings: [Finding]) {
        let text = change(ProfileReaderTests.good.replacing("environment: sandbox", with: "environment: production"))
        return Profile.read(Array(text.utf8), file: "etc/production.profile.yaml", grant: grant)
    }

    @Test func `a profile in production takes a grant of its own platform, no more`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Self.good, to: "northwind.grant.yaml")
        let pinned = GrantSource(file: file, digest: Digest.hex(Array(Self.good.utf8)))
        #expect(profile().findings.map(\.code) == ["profile.production-effects"])
        #expect(profile(grant: pinned).profile?.allowedEffects == [.read, .synthetic])
        #expect(
            profile({ $0.replacing("allow_effects: [read, synthetic]\n", with: "") }, grant: pinned).profile?.allowedEffects == [
                .read, .synthetic,
            ])
        #expect(profile({ $0.replacing("[read, synthetic]", with: "[read]") }, grant: pinned).profile?.allowedEffects == [.read])
        #expect(
            profile({ $0.replacing("[read, synthetic]", with: "[read, destructive]") }, grant: pinned).findings.map(\.code) == [
                "grant.exceeded"
            ])
        #expect(
            profile({ $0.replacing(":8443/sandbox/", with: ":9443/sandbox/") }, grant: pinned).findings.map(\.code) == ["grant.of-another"])
        #expect(profile({ $0 + "\ngrant: { trust: grantors.jwks }" }).findings.map(\.code) == ["grant.no-file"])
        #expect(profile({ $0 + "\ngrant: { file: \(file) }" }).findings.map(\.code).contains("grant.not-proved"))
        #expect(profile({ $0 + "\ngrant: { file: \(file), sha256: \(pinned.digest ?? "") }" }).profile?.grant?.file == file)
        #expect(profile({ $0 + "\ngrant: { file: \(file), sha256: abc }" }).findings.map(\.code).contains("profile.bad-digest"))
        let sandbox = Profile.read(Array(ProfileReaderTests.good.utf8), file: "etc/sandbox.profile.yaml", grant: pinned)
        #expect(sandbox.findings.map(\.code) == ["grant.of-another"])
    }

    @Test func `effects asked for later stay within the grant, and its time is looked at`() throws {
        let grant = try #require(Grant.read(Array(Self.good.utf8), file: "g.grant.yaml").grant)
        let granted = Profile(
            name: "P", environment: .production, platform: .init(baseURL: grant.baseURL), allowedEffects: [.read], grant: grant)
        #expect(granted.allowing([.read, .synthetic]).profile?.allowedEffects == [.read, .synthetic])
        #expect(granted.allowing([.read, .synthetic, .destructive]).findings.map(\.code) == ["grant.exceeded"])
        #expect(granted.lapses(at: grant.validFrom).isEmpty)
        #expect(granted.lapses(at: grant.validTo).map(\.code) == ["grant.lapsed"])
    }
}
