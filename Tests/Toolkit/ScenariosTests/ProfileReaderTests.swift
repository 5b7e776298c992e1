import Documents
import Results
import Testing

@testable import Scenarios

@Suite struct ProfileReaderTests {
    static let good = """
        schema_version: 1
        name: Northwind
        environment: sandbox
        platform:
          base_url: https://127.0.0.1:8443/sandbox/
          trust: file:pki/ca.pem
          jwks: https://127.0.0.1:8443/sandbox/.well-known/jwks.json
          log_key: env:LOG_KEY
        identities:
          regulator:
            certificate: file:pki/ukgc.pem
            key: file:pki/ukgc.key
            token: { url: https://127.0.0.1:8443/oauth2/token, method: private_key_jwt, client_id: ukgc, key: file:pki/ukgc.jwk }
            signing_key: file:pki/ukgc.jwk
            values: { regulator.licence: UKGC-000123 }
          stranger: { certificate: file:pki/stranger.pem, key: file:pki/stranger.key }
          no-certificate: { token_of: regulator }
          token-of-another: { certificate: file:pki/mga.pem, key: file:pki/mga.key, token_of: regulator }
          late: { token: { method: fixed, value: env:OLD } }
        states: { url: https://127.0.0.1:8443/sandbox/states, as: regulator }
        capabilities: [log_proofs]
        callbacks: { listen: "127.0.0.1:0" }
        allow_effects: [read, synthetic]
        values: { day: "2026-10-15" }
        """

    private func read(_ text: String) -> (profile: Profile?, findings: [Finding]) {
        Profile.read(Array(text.utf8), file: "etc/sandbox.profile.yaml")
    }

    @Test(arguments: [
        ("https://127.0.0.1:8443/sandbox/x", true), ("HTTPS://127.0.0.1:8443", true), ("https://files.test/x?y", true),
        ("https://files.test:443/", true), ("https://log.test:9/", true), ("http://127.0.0.1:8443/", false), ("https://127.0.0.1/", false),
        ("https://files.test:444/", false), ("https://files.test@evil.test/", false), ("https://files.test\\@evil.test/", false),
        ("https://files.test.evil.test/", false), ("https://evil.test/https://files.test/", false), ("file:///etc/passwd", false),
        ("https://", false), ("", false),
    ])
    func `an address is the subject's where the profile names its origin`(url: String, isOwn: Bool) throws {
        let text = Self.good.replacing("log_key: env:LOG_KEY", with: "log_key: https://log.test:9/key\n  origins: [https://files.test/]")
        #expect(try #require(read(text).profile).isOwn(url) == isOwn)
    }

    @Test func `a complete profile is read`() throws {
        let (profile, findings) = read(Self.good)
        #expect(findings.isEmpty)
        let read = try #require(profile)
        #expect(read.platform.baseURL == "https://127.0.0.1:8443/sandbox")
        #expect(read.platform.trust?.place == .file("etc/pki/ca.pem"))
        #expect(read.platform.logKey == .reference(SecretReference(.environment("LOG_KEY"))))
        #expect(read.identities.map(\.name) == ["regulator", "stranger", "no-certificate", "token-of-another", "late"])
        #expect(read.identity("regulator")?.token?.issuer == "https://127.0.0.1:8443/sandbox")
        #expect(read.identity("regulator")?.values["regulator.licence"] == "UKGC-000123")
        #expect(read.identity("token-of-another")?.tokenOf == "regulator")
        #expect(read.identity("no-certificate")?.certificate == nil)
        #expect(read.identity("late")?.token?.method == .fixed(SecretReference(.environment("OLD"))))
        #expect(read.states == .url("https://127.0.0.1:8443/sandbox/states", identity: "regulator"))
        #expect(read.callbacks?.port == 0)
        #expect(read.values["day"] == "2026-10-15")
    }

    @Test func `tools are an address, a program or a request of one's own, and drops are found beside the profile`() throws {
        let (profile, findings) = read(
            Self.good + """

                tools:
                  clock: https://127.0.0.1:8443/clock
                  faults: { url: "https://127.0.0.1:8443/faults", method: POST, as: regulator, body: { on: "{{ names }}" } }
                  restart: exec:bin/restart now
                drops: { mail: "127.0.0.1:2525", domain: reg.test, folder: inbox }
                """)
        #expect(findings.isEmpty, "\(findings.map(\.message))")
        let read = try #require(profile)
        #expect(
            read.tools[.clock]
                == .request(
                    method: "POST", url: "https://127.0.0.1:8443/clock", identity: nil, body: ["advance_seconds": "{{ seconds }}"]))
        #expect(
            read.tools[.faults]
                == .request(
                    method: "POST", url: "https://127.0.0.1:8443/faults", identity: "regulator", body: ["on": "{{ names }}"]))
        #expect(read.tools[.restart] == .command(["bin/restart", "now"]))
        #expect(read.tools[.rotateKey] == nil)
        #expect(read.drops == Profile.Drops(mail: "127.0.0.1:2525", mailDomain: "reg.test", folder: "etc/inbox"))
    }

    @Test(arguments: [
        ("tools: { clock: nowhere }", "profile.bad-url"), ("tools: { restart: \"exec: \" }", "profile.bad-tool"),
        ("tools: { clocks: https://a.test }", "profile.unknown-key"),
        ("tools: { clock: { url: https://a.test, as: nobody } }", "profile.unknown-identity"),
        ("drops: { mail: here }", "profile.bad-address"),
    ])
    func `tools and drops that cannot be meant are refused`(text: String, code: String) {
        let (profile, findings) = read(Self.good + "\n" + text)
        #expect(profile == nil)
        #expect(findings.contains { $0.code == code }, "\(findings.map(\.code))")
    }

    @Test(arguments: [
        ("environment: sandbox", "enviroment: sandbox", "profile.unknown-key"),
        ("environment: sandbox", "environment: sandpit", "profile.unknown-value"),
        ("schema_version: 1", "schema_version: 2", "profile.unsupported-version"),
        ("base_url: https://127.0.0.1:8443/sandbox/", "base_url: 127.0.0.1:8443", "profile.bad-url"),
        ("trust: file:pki/ca.pem", "trust: pki/ca.pem", "profile.not-a-reference"),
        ("key: file:pki/stranger.key }", "}", "profile.missing-key"),
        ("{ token_of: regulator }", "{ token_of: regulater }", "profile.unknown-identity"),
        ("{ token_of: regulator }", "{ token_of: stranger }", "profile.no-token"),
        ("{ token_of: regulator }", "{ token_of: regulator, token: { method: fixed, value: env:A } }", "profile.conflict"),
        ("client_id: ukgc, ", "", "profile.missing-key"), ("method: private_key_jwt", "method: password", "profile.unknown-value"),
        ("as: regulator }", "as: nobody }", "profile.unknown-identity"), ("[log_proofs]", "[log_profs]", "profile.unknown-capability"),
        ("\"127.0.0.1:0\"", "\"127.0.0.1\"", "profile.bad-address"), ("[read, synthetic]", "[read, destroy]", "profile.unknown-value"),
        ("environment: sandbox", "environment: production", "profile.production-effects"),
        ("states: {", "states: sometimes #", "profile.bad-states"), ("values: { day", "values: [ day", "profile.syntax"),
    ])
    func `what is wrong is named with its place`(original: String, replacement: String, code: String) throws {
        let text = Self.good.replacing(original, with: replacement, maxReplacements: 1)
        try #require(text != Self.good)
        let (profile, findings) = read(text)
        #expect(profile == nil)
        let finding = try #require(findings.first { $0.code == code }, "got \(findings.map(\.code))")
        #expect(finding.source?.file == "etc/sandbox.profile.yaml")
        #expect((finding.source?.line ?? 0) > 0)
        #expect(!finding.remedy.isEmpty)
    }

    @Test func `a misspelt key gets the word that was meant`() throws {
        let (_, findings) = read(Self.good.replacing("capabilities:", with: "capabilites:"))
        let finding = try #require(findings.first)
        #expect(finding.remedy.contains("`capabilities`"))
        #expect(finding.source?.line == 21)
        #expect(finding.source?.column == 1)
    }

    @Test func `a secret written into the profile is not repeated in the finding`() throws {
        let (_, findings) = read(Self.good.replacing("value: env:OLD", with: "value: hunter2hunter2"))
        let finding = try #require(findings.first)
        #expect(finding.code == "profile.not-a-reference")
        #expect(!finding.message.contains("hunter2") && !(finding.actual ?? "").contains("hunter2"))
    }

    @Test func `an empty file, a list and nonsense are refused`() {
        for text in ["", "- a\n- b", "a: [", "just words"] {
            let (profile, findings) = read(text)
            #expect(profile == nil)
            #expect(!findings.isEmpty)
        }
        #expect(Profile.load("/no/such.profile.yaml").findings.first?.code == "profile.unreadable")
    }

    @Test func `what effects are allowed is to be said`() throws {
        let (profile, _) = read(Self.good.replacing("allow_effects: [read, synthetic]\n", with: ""))
        #expect(profile?.allowedEffects == [.read])
    }
}
