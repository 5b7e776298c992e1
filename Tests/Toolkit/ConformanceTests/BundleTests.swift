import Documents
import Foundation
import MessageSignatures
import Results
import Testing

@testable import Conformance

@Suite final class BundleTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "assay-bundle-\(UUID().uuidString)")
    private let key: SigningKey
    private let trust: KeySet
    private let now = Timestamp(milliseconds: 1_790_000_000_000)

    init() throws {
        key = try SigningKey.generate(.ed25519, keyID: "ci-2026")
        trust = KeySet([key.verificationKey])
        try write(with: key)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(with key: SigningKey, _ checks: [CheckRecord] = [RunFixture.check(.passed)]) throws {
        let report = RunFixture.report(RunFixture.run(checks))
        try BundleWriter(report: report, key: key, signedAt: now).write(to: folder)
    }

    private func outcome(_ trust: KeySet? = nil) -> VerificationOutcome {
        BundleVerifier(trust: trust ?? self.trust).verify(folder: folder).outcome
    }

    private func members() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { !["html", "evidence"].contains($0) }.sorted()
    }

    @Test func `a bundle by a trusted key is valid`() throws {
        let verified = BundleVerifier(trust: trust).verify(folder: folder)
        #expect(verified.outcome == .valid, "\(verified.explanation)")
        #expect(verified.report?.summary.verdict == .conformant)
    }

    @Test func `nobody is trusted by default`() {
        #expect(outcome(KeySet([])) == .unknownKey)
    }

    @Test func `a bundle signed again by another key is that of a stranger`() throws {
        try write(with: SigningKey.generate(.ed25519))
        #expect(outcome() == .unknownKey)
    }

    @Test func `another key under the trusted name is tampering`() throws {
        try write(with: SigningKey.generate(.ed25519, keyID: "ci-2026"))
        #expect(outcome() == .tampered)
    }

    @Test func `one changed byte anywhere is never valid and never a stranger's`() throws {
        for name in try members() {
            let file = folder.appending(path: name)
            let bytes = [UInt8](try Data(contentsOf: file))
            let step = max(1, bytes.count / 120)
            for offset in stride(from: 0, to: bytes.count, by: step) {
                for flip: UInt8 in [0x01, 0x20] {
                    var changed = bytes
                    changed[offset] ^= flip
                    try Data(changed).write(to: file)
                    let outcome = outcome()
                    #expect([.tampered, .incomplete, .malformed].contains(outcome), "\(name), byte \(offset): \(outcome)")
                }
            }
            try Data(bytes).write(to: file)
        }
        #expect(outcome() == .valid)
    }

    @Test func `every byte of the signature matters`() throws {
        let file = folder.appending(path: "signature.jws")
        let bytes = [UInt8](try Data(contentsOf: file))
        for offset in bytes.indices {
            var changed = bytes
            changed[offset] = changed[offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            if changed[offset] == bytes[offset] { continue }
            try Data(changed).write(to: file)
            #expect([.tampered, .malformed].contains(outcome()), "byte \(offset)")
        }
    }

    @Test func `a missing member is incomplete`() throws {
        for name in try members() {
            let file = folder.appending(path: name)
            let bytes = try Data(contentsOf: file)
            try FileManager.default.removeItem(at: file)
            #expect(outcome() == .incomplete, "\(name)")
            try bytes.write(to: file)
        }
    }

    @Test func `an added file or link is seen`() throws {
        let added = folder.appending(path: "evidence/more.json")
        try Data("{}".utf8).write(to: added)
        #expect(outcome() == .incomplete)
        try FileManager.default.removeItem(at: added)
        try FileManager.default.createSymbolicLink(at: added, withDestinationURL: folder.appending(path: "report.json"))
        #expect(outcome() == .malformed)
    }

    @Test func `a key is trusted only within its time`() throws {
        var jwk = key.verificationKey.jwk().setting("exp", .integer(Int(now.seconds) - 1))
        #expect(outcome(try KeySet(jwks: .object([("keys", .array([jwk]))]))) == .expired)
        jwk = key.verificationKey.jwk().setting("exp", .integer(Int(now.seconds) + 1))
        #expect(outcome(try KeySet(jwks: .object([("keys", .array([jwk]))]))) == .valid)
    }

    @Test func `a well signed report that contradicts itself is malformed`() throws {
        var report = RunFixture.report(RunFixture.run([RunFixture.check(.failed)]))
        report.summary.verdict = .conformant
        report.summary.exitStatus = .satisfied
        try BundleWriter(report: report, key: key, signedAt: now).write(to: folder)
        #expect(outcome() == .malformed)
    }

    @Test func `the same run gives the same bytes`() throws {
        var first: [String: Data] = [:]
        for name in try members() { first[name] = try Data(contentsOf: folder.appending(path: name)) }
        try write(with: key)
        for name in try members() where name != "signature.jws" {
            #expect(try Data(contentsOf: folder.appending(path: name)) == first[name], "\(name)")
        }
    }

    @Test func `a folder that holds something else is left alone`() throws {
        let other = folder.appending(path: "html")
        #expect(throws: BundleWriter.Failure.self) {
            try BundleWriter(report: RunFixture.report(RunFixture.run([])), key: self.key, signedAt: self.now).write(to: other)
        }
    }

    @Test func `an absent or foreign folder is malformed or incomplete, never valid`() {
        #expect(BundleVerifier(trust: trust).verify(folder: folder.appending(path: "nowhere")).outcome == .malformed)
        #expect(BundleVerifier(trust: trust).verify(folder: folder.appending(path: "html")).outcome == .incomplete)
    }
}
