import Documents
import Foundation
import TestSupport
import Testing

/// `assay check` and `assay call` as processes.
@Suite struct LoneCommandTests {
    #if Platform
        @Test func `a platform's own documents are good, and a changed one is not`() async throws {
            let platform = try await ServedPlatform.start()
            let folder = platform.folder
            for (name, accept) in [("day.csv", "text/csv"), ("day.xml", "application/xml")] {
                let got = try await Command.run(
                    "call", "/regulator/reports/2026-10-15/T16", "--as", "ukgc", "-H", "Accept: \(accept)", "--profile", platform.profile)
                #expect(got.status == 0, "\(got.errors)")
                #expect(
                    got.errors.contains("> authorization: Bearer [redacted]") || got.errors.contains("> Authorization: Bearer [redacted]"))
                _ = try folder.write(String(got.output.dropLast()), to: name)
                let good = try await Command.run("check", folder.path(name), "--template", "T16")
                #expect(good.status == 0, "\(good.output.suffix(600)) \(good.errors)")
            }
            let xml = try String(contentsOf: URL(filePath: folder.path("day.xml")), encoding: .utf8)
            let count = try #require(xml.firstMatch(of: #/<row_count>(\d+)</#)).output.1
            let other = try folder.write(xml.replacing("<row_count>\(count)<", with: "<row_count>\(count)1<"), to: "other.xml")
            let bad = try await Command.run(
                "check", other, "--template", "gaming-activity", "--reporter", "json=\(folder.path("check.json"))", "--reporter",
                "junit=\(folder.path("check.xml"))")
            #expect(bad.status == 1 && bad.output.contains("document.assertion"), "\(bad.output) \(bad.errors)")
            let result = try JSONReader.read([UInt8](Data(contentsOf: URL(filePath: folder.path("check.json")))))
            #expect(result["satisfied"] == .bool(false))
            #expect(try String(contentsOf: URL(filePath: folder.path("check.xml")), encoding: .utf8).contains("<failure"))

            let refused = ["call", "/regulator/reports", "--as", "no-token", "--profile", platform.profile]
            #expect(try await Command.run(Command.assay, refused).status == 1)
            let wanted = try await Command.run(Command.assay, refused + ["--expect", "4xx"])
            #expect(wanted.status == 0, "\(wanted.errors)")
            await platform.stop()
        }
    #endif

    #if Platform
        @Test func `the doctor finds a served platform well, and a wrong profile ill`() async throws {
            let platform = try await ServedPlatform.start()
            let well = try await Command.run("doctor", "--profile", platform.profile)
            #expect(well.status == 0, "\(well.output) \(well.errors)")
            #expect(well.output.contains("✓ identity ukgc: token") && well.output.contains("✓ platform: clock"))
            await platform.stop()
            let ill = try await Command.run("doctor", "--profile", platform.profile, "--json")
            #expect(ill.status == 4)
            #expect(try JSONReader.read(Array(ill.output.utf8))["healthy"] == .bool(false))
            #expect(try await Command.run("doctor", "--profile", "absent.profile.yaml").status == 3)
        }
    #endif

    @Test func `a code is explained, an unknown one is an error with a suggestion`() async throws {
        let folder = try TemporaryFolder()
        let explained = try await Command.run("explain", "signature.expired")
        #expect(explained.status == 0 && explained.output.contains("remedy:") && explained.output.contains("refused:"))
        #expect(try await Command.run("explain", "Not fully verified").output.contains("ends with 6"))
        #expect(try JSONReader.read(Array(try await Command.run("explain", "11", "--json").output.utf8))["remedy"]?.string != nil)
        let unknown = try await Command.run("explain", "signature.expird")
        #expect(unknown.status == 2 && unknown.errors.contains("signature.expired"))
        #expect(try await Command.run("explain").status == 2)
        #expect(try await Command.run("explain", "--list", "--content", folder.url.path).status == 0)
    }

    @Test func `check says what it cannot do`() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "a.csv")
        #expect(try await Command.run("check", file, "--template", "no-such").status == 2)
        #expect(try await Command.run("check", file).status == 2)
        #expect(try await Command.run("check", file, "--template", "T16", "--format", "poem").status == 2)
        #expect(try await Command.run("check", folder.path("absent.csv"), "--template", "T16").status == 3)
        #expect(try await Command.run("check", file, "--template", "T16").status == 1)
        let list = try await Command.run("check", "--list")
        #expect(list.status == 0 && list.output.contains("gaming-activity  csv xml"))
    }

    @Test func `a call shows what it would send, and writes nothing to production`() async throws {
        let folder = try TemporaryFolder()
        let profile = """
            schema_version: 1
            environment: production
            platform: { base_url: "http://127.0.0.1:9" }
            identities: { reader: {} }

            """
        let production = try folder.write(profile, to: "p.profile.yaml")
        let sandbox = try folder.write(profile.replacing("production", with: "sandbox"), to: "s.profile.yaml")
        let dry = try await Command.run("call", "/x", "--as", "reader", "--profile", production, "--dry-run")
        #expect(dry.status == 0 && dry.errors.contains("> GET http://127.0.0.1:9/x"), "\(dry.errors)")
        #expect(try await Command.run("call", "/x", "-X", "POST", "--profile", production).status == 11)
        #expect(try await Command.run("call", "/x", "--profile", production).status == 4)
        #expect(try await Command.run("call", "/x", "-X", "DELETE", "--profile", sandbox).status == 4)
        #expect(try await Command.run("call", "/x", "--as", "nobody", "--profile", sandbox).status == 2)
        #expect(try await Command.run("call", "/x", "--expect", "teapot", "--profile", sandbox).status == 2)
        #expect(try await Command.run("call", "/x", "--profile", folder.path("absent")).status == 3)
    }
}
