import Contracts
import Foundation
import Results
import Testing

@testable import Scenarios

@Suite struct StarterFolderTests {
    @Test func `everything in it can be read and run`() throws {
        let starter = try #require(StarterFolder(name: "Northwind", baseURL: "https://sandbox.test/"))
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-starter-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in starter.files {
            let target = folder.appending(path: file.path)
            try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: target)
        }
        let (profile, faults) = Profile.load(folder.appending(path: "sandbox.profile.yaml").path)
        #expect(faults.isEmpty, "\(faults)")
        let (library, findings) = ContractLibrary.load(paths: [], content: folder.path)
        #expect(findings.isEmpty, "\(findings)")
        let (scenarios, broken) = Scenario.load(paths: [], content: folder.path, contracts: library)
        #expect(broken.isEmpty, "\(broken)")
        let loaded = try #require(profile)
        #expect(loaded.platform.baseURL == "https://sandbox.test" && loaded.name == "Northwind")
        let forecast = RunForecast(interactions: library.interactions, scenarios: scenarios, library: library, profile: loaded)
        #expect(forecast.running.count == 2 && forecast.total.writes == 0)
    }

    @Test func `what would break the profile is refused`() {
        for url in ["", "sandbox.test", "ftp://x", "https://", "https://a b", "https://a\"b", "https://a#b"] {
            #expect(StarterFolder(name: "N", baseURL: url) == nil, "\(url)")
        }
        for name in ["", "a\"b", "a\nb"] { #expect(StarterFolder(name: name, baseURL: "https://a") == nil) }
    }
}
