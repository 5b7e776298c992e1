import Access
import Foundation
import TestSupport
import Testing
import TransparencyLog

@testable import RegulatorAPI

/// `log-REALM.policy` beside the keys: what is taken, and what the platform does not start with.
@Suite struct WitnessPolicyTests {
    private let folder: TemporaryFolder
    private let keys: KeyRing
    private let log: NoteVerifier
    private let witness: String

    init() throws {
        folder = try TemporaryFolder()
        keys = KeyRing(directory: folder.path)
        log = try NoteSigner(name: "assay.invalid/northwind/sandbox", key: [UInt8](repeating: 1, count: 32)).verifier
        witness = try NoteSigner(name: "witness.invalid", key: [UInt8](repeating: 2, count: 32)).witnessVerifier.verifierKey
    }

    private func policy(_ text: String) throws -> LogPolicy? {
        _ = try folder.write(text, to: "log-sandbox.policy")
        return try keys.witnessPolicy(of: .sandbox, log: log)
    }

    @Test func `a realm has the witnesses of its own file, and none without one`() throws {
        #expect(try keys.witnessPolicy(of: .sandbox, log: log) == nil)
        for start in ["log \(log.verifierKey)\n", ""] {
            for url in ["https://witness.invalid/a", "http://127.0.0.1:8543/witness", "http://localhost/witness", "http://[::1]:1/witness"]
            {
                let read = try #require(try policy("\(start)witness w \(witness) \(url)\nquorum w\n"))
                #expect(read.logs == [log] && read.witnesses.map { read.url(of: $0) } == [url])
            }
        }
        #expect(try policy("witness w \(witness)\nquorum w\n")?.witnesses.count == 1)
        #expect(try keys.witnessPolicy(of: .production, log: log) == nil)
    }

    @Test func `a file that cannot be meant for this log is refused, with its name`() throws {
        let other = try NoteSigner(name: "assay.invalid/other", key: [UInt8](repeating: 3, count: 32)).verifierKey
        for text in [
            "quorum nobody\n", "log \(other)\nquorum none\n", "witness w \(witness) http://witness.invalid/\nquorum w\n",
            "witness w \(witness) http://127.0.0.1.witness.invalid/\nquorum w\n",
            "witness w \(witness) http://127.0.0.1@witness.invalid/\nquorum w\n",
            "witness w \(witness) ftp://127.0.0.1/\nquorum w\n", "witness w \(witness) witness.invalid\nquorum w\n",
            "witness w \(witness) http://[::1].witness.invalid/\nquorum w\n",
        ] {
            do {
                _ = try policy(text)
                Issue.record("accepted: \(text)")
            } catch let error as PlatformStartError {
                #expect(error.description.contains("log-sandbox.policy"))
            }
        }
    }
}
