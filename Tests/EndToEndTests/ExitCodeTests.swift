import Documents
import Foundation
import MessageSignatures
import TestSupport
import Testing

/// The exit codes that need no platform; the contract with whoever scripts the command.
@Suite struct ExitCodeTests {
    private let nobody = """
        schema_version: 1
        environment: sandbox
        platform: { base_url: "http://127.0.0.1:9" }
        identities: { regulator: {}, officer: {}, mga: {}, cga: {}, ukgc: {} }
        allow_effects: [read]
        values: { day: "2026-10-15" }

        """

    @Test func `nobody listens: 4`() async throws {
        let folder = try TemporaryFolder()
        let profile = try folder.write(nobody, to: "nobody.profile.yaml")
        let ended = try await Command.run(
            "verify", "Contracts/core/problems.contract.yaml", "--profile", profile, "--output-dir", folder.path("out"))
        #expect(ended.status == 4, "\(ended.output) \(ended.errors)")
        #expect(ended.output.contains("Invalid run"))
    }

    @Test func `more than reading is asked of production: 11, and nothing is sent`() async throws {
        let folder = try TemporaryFolder()
        let production = nobody.replacing("environment: sandbox", with: "environment: production")
        let right = try folder.write(production, to: "right.profile.yaml")
        let greedy = try folder.write(production.replacing("[read]", with: "[read, synthetic]"), to: "greedy.profile.yaml")
        let contract = "Contracts/core/problems.contract.yaml"
        for arguments in [
            ["--profile", right, "--allow-effects", "synthetic"], ["--profile", right, "--allow-effects", "destructive"],
            ["--profile", right, "--clock", "virtual"], ["--profile", greedy],
        ] {
            let ended = try await Command.run(
                Command.assay, ["verify", contract, "--output-dir", folder.path("out")] + arguments)
            #expect(ended.status == 11, "\(arguments) \(ended.output) \(ended.errors)")
        }
        // Reading is let through, and finds nobody.
        let reading = try await Command.run(
            "verify", contract, "--profile", right, "--allow-effects", "read", "--output-dir", folder.path("out"))
        #expect(reading.status == 4, "\(reading.output) \(reading.errors)")
    }

    @Test func `a grant that is signed or pinned opens production, any other is refused with 11`() async throws {
        let folder = try TemporaryFolder()
        let production = nobody.replacing("environment: sandbox", with: "environment: production")
        let greedy = try folder.write(
            production.replacing("[read]", with: "[read, synthetic]") + "grant: { trust: grantors.jwks }\n", to: "greedy.profile.yaml")
        let key = try SigningKey.generate(.ed25519, keyID: "compliance")
        let jwk = try folder.write(String(decoding: key.jwk().compactBytes(), as: UTF8.self), to: "grantor.jwk")
        let keys = try folder.write(
            String(decoding: KeySet([key.verificationKey]).jwks().compactBytes(), as: UTF8.self), to: "grantors.jwks")
        func grant(_ name: String, to end: String = "2099-01-01T00:00:00Z") throws -> String {
            try folder.write(
                """
                schema_version: 1
                environment: production
                base_url: http://127.0.0.1:9
                effects: [synthetic]
                cases: [core.requests/*]
                valid_from: "2020-01-01T00:00:00Z"
                valid_to: "\(end)"
                granted_by: J. Doe
                """, to: name)
        }
        let good = try grant("good.grant.yaml")
        func verify(_ arguments: String...) async throws -> Command.Ended {
            try await Command.run(
                Command.assay,
                ["verify", "Contracts/core/requests.contract.yaml", "--profile", greedy, "--output-dir", folder.path("out")] + arguments)
        }
        for arguments in [[], ["--grant", good], ["--grant", good, "--grant-sha256", String(repeating: "0", count: 64)]] {
            let ended = try await Command.run(
                Command.assay,
                ["verify", "Contracts/core/requests.contract.yaml", "--profile", greedy, "--output-dir", folder.path("out")] + arguments)
            #expect(ended.status == 11 && ended.errors.contains("grant."), "\(arguments) \(ended.output) \(ended.errors)")
        }
        #expect(try await Command.run("grant", "show", good, "--trust", keys).status == 11)
        let signed = try await Command.run("grant", "sign", good, "--key", jwk)
        #expect(signed.status == 0, "\(signed.errors)")
        let shown = try await Command.run("grant", "show", good, "--trust", keys)
        #expect(shown.status == 0 && shown.output.contains("J. Doe") && shown.output.contains("core.requests/*"), "\(shown.errors)")
        // The guard lets it through, and nobody is found.
        #expect(try await verify("--grant", good).status == 4)
        let planned = try await verify("--grant", good, "--dry-run")
        #expect(planned.status == 0 && !planned.output.contains("in production only reading"), "\(planned.output)")
        #expect(try await verify("--grant", good, "--allow-effects", "destructive").status == 11)
        let lapsed = try grant("lapsed.grant.yaml", to: "2020-02-01T00:00:00Z")
        #expect(try await Command.run("grant", "sign", lapsed, "--key", jwk).status == 0)
        let late = try await verify("--grant", lapsed)
        #expect(late.status == 11 && late.errors.contains("grant.lapsed"), "\(late.errors)")
        #expect(try await verify("--grant-sha256", "0").status == 2)
        #expect(try await Command.run("grant", "sign", greedy, "--key", jwk).status == 3)
    }

    @Test func `a dry run says what would be left out`() async throws {
        let folder = try TemporaryFolder()
        let profile = try folder.write(nobody, to: "nobody.profile.yaml")
        let ended = try await Command.run("verify", "Contracts/core", "--profile", profile, "--dry-run")
        #expect(ended.status == 0, "\(ended.errors)")
        #expect(ended.output.contains("not run: its effects are synthetic") && ended.output.contains("cases would run"), "\(ended.output)")
    }

    @Test func `a misspelt key: 3, with line, column, caret and a suggestion`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("schema_version: 1\nid: x.y\ntitle: t\npack: core\ninteractoins: []\n", to: "a.contract.yaml")
        let ended = try await Command.run("verify", file, "--dry-run")
        #expect(ended.status == 3)
        #expect(ended.errors.contains("contract.unknown-key"))
        #expect(ended.errors.contains(":5:1"))
        #expect(ended.errors.contains("^^^^^^^^^^^^"))
        #expect(ended.errors.contains("`interactions`"))
    }

    @Test func `an unknown option or tag: 2`() async throws {
        #expect(try await Command.run("verify", "--no-such-option").status == 2)
        let ended = try await Command.run("run", "--tags", "no-such-tag", "--dry-run")
        #expect(ended.status == 2)
        #expect(ended.errors.contains("unknown tag no-such-tag"))
    }

    @Test func `nothing selected: 5`() async throws {
        let ended = try await Command.run("verify", "--requirement", "REQ-UK-016", "--dry-run")
        #expect(ended.status == 5, "\(ended.output)")
    }

    @Test func `help says how to use it and ends well`() async throws {
        let ended = try await Command.run("--help")
        #expect(ended.status == 0)
        #if Platform
            #expect(ended.output.contains("assay demo"))
        #else
            #expect(!ended.output.contains("demo"))
        #endif
    }

    @Test func `the content can be listed and its coverage told`() async throws {
        let all = try await Command.run("list", "--requirement", "REQ-API-005")
        #expect(all.status == 0 && all.output.contains("core.requests/ask-for-a-report") && all.output.contains("accepted.ask-and-receive"))
        #expect(!all.output.contains("core.audit/history-of-a-rule"))
        #expect(try await Command.run("list", "--requirement", "REQ-SIM-003").status == 5)
        #expect(try await Command.run("list", "--tags", "no-such-tag").status == 2)
        let untested = try await Command.run("coverage", "--untested")
        #expect(untested.status == 0 && untested.output.contains("REQ-SIM-003  untested"))
        #expect(!untested.output.contains("REQ-API-005"))
    }

    @Test func `a bundle that is none cannot be shown: 3`() async throws {
        #expect(try await Command.run("report", "show", "Contracts").status == 3)
        #expect(try await Command.run("report", "render", "Contracts", "--format", "poem").status == 2)
    }

    @Test func `the content of the project has no fault`() async throws {
        let ended = try await Command.run("lint")
        #expect(ended.status == 0, "\(ended.errors)")
    }

    @Test func `a bundle that is none: 10`() async throws {
        let ended = try await Command.run("report", "verify", "Contracts")
        #expect(ended.status == 10)
        #expect(ended.output.hasPrefix("INCOMPLETE"))
    }
}
