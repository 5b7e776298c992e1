import Access
import Documents
import Foundation
import TestSupport
import Testing

@testable import RegulatorAPI

extension RegulatorAPISuite {
    /// Who can read the platform's keys: it does not start with one that others can.
    @Suite(.timeLimit(.minutes(2))) struct KeyRingTests {
        private let folder: TemporaryFolder
        private let keys: KeyRing
        private let written: [String]

        init() throws {
            folder = try TemporaryFolder()
            keys = KeyRing(directory: folder.path("pki"))
            written = try DevelopmentPKI(directory: URL(filePath: folder.path("pki")), now: .wall).create()
        }

        private func set(_ mode: Int, of name: String) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(keys.directory)/\(name)")
        }

        private func read(_ name: String) throws {
            let realm: Realm.Name = name.contains("sandbox") ? .sandbox : .production
            switch name {
            case "platform.key": _ = try keys.secret(name)
            case _ where name.hasPrefix("wrapping-"): _ = try keys.wrappingKeys(of: realm)
            case _ where name.hasPrefix("log-"): _ = try keys.logSigner(of: realm, origin: "log.invalid")
            case _ where name.hasPrefix("derivation-"): _ = try keys.derivationSecret(of: realm)
            default: _ = try keys.signingKeys(of: realm, now: { .wall })
            }
        }

        @Test func `every secret of a development PKI is its owner's alone`() throws {
            let secrets = written.filter { name in
                name.hasSuffix(".key") || name.hasSuffix(".jwk") || name.hasPrefix("wrapping-") || name.hasPrefix("signing-")
            }
            #expect(secrets.count > 20)
            for name in secrets {
                let mode = try FileManager.default.attributesOfItem(atPath: "\(keys.directory)/\(name)")[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(name)")
            }
        }

        @Test(arguments: [
            "platform.key", "signing-production-token.json", "signing-sandbox-delivery.json", "derivation-production.key",
            "log-production.key", "log-sandbox.key",
            "wrapping-production.json", "wrapping-sandbox.json",
        ])
        func `a key that others can read is refused, and taken once they cannot`(name: String) throws {
            try read(name)
            for mode in [0o640, 0o604, 0o644] {
                try set(mode, of: name)
                do {
                    try read(name)
                    Issue.record("\(name) was read with mode \(String(mode, radix: 8))")
                } catch let error as PlatformStartError {
                    #expect(error.description.contains("chmod 600 \(keys.directory)/\(name)"), "\(error)")
                }
            }
            try set(0o400, of: name)
            try read(name)
        }

        @Test(arguments: [
            "platform.key", "signing-production-answer.json", "derivation-sandbox.key", "log-production.key", "wrapping-production.json",
        ])
        func `a platform does not start with a key that others can read`(name: String) async throws {
            try set(0o644, of: name)
            let server = PlatformServer(try Harness.configuration(folder.path, players: 1), logger: Harness.quiet)
            await #expect {
                try await server.run { _ in Issue.record("it serves") }
            } throws: {
                ($0 as? PlatformStartError)?.description.contains("chmod 600") == true
            }
        }
    }
}
