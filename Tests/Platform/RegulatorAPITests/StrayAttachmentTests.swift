import Documents
import Incidents
import Reporting
import Sealing
import Store
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    @Suite(.timeLimit(.minutes(1))) struct StrayAttachmentTests {
        @Test func `a file that was kept and never named is removed with its key, and a named one stays`() async throws {
            let harness = try await Harness()
            let services = harness.sandbox
            _ = try await harness.reach("an incident with comments and an attachment", [:])
            let vault = RealmServices.attachmentVault(services.configuration.directory, keys: services.attachmentKeys)
            let named = try vault.kept()
            #expect(named.count == 1)
            // As far as an attachment comes before its row.
            let stray = try vault.keep(Array("nobody names this".utf8), at: services.now())
            #expect(try vault.kept().count == 2)
            #expect(try await services.removeStrayAttachments() == 1)
            #expect(try vault.kept() == named)
            #expect(throws: ReportingError.self) { try vault.read(stray) }
            #expect(try services.attachmentKeys.destroyKeys(of: stray, at: services.now()) == 0)
            for sha256 in named { #expect(try !vault.read(sha256).isEmpty) }
            #expect(try await services.removeStrayAttachments() == 0)
        }
    }
}
