import TestSupport
import Testing
import TransparencyLog

/// `assay audit` of a bucket as a script calls it, where there is no store. What it finds in one is in CI/checks/object-lock.
@Suite struct BucketLogCommandTests {
    private let secret = "a-secret-of-this-test-alone"

    private func key(_ byte: UInt8 = 3) throws -> String {
        try NoteSigner(name: "assay.invalid/test", key: [UInt8](repeating: byte, count: 32)).verifierKey
    }

    private func verify(_ arguments: String...) async throws -> Command.Ended {
        try await Command.run("env", ["-u", "AWS_ACCESS_KEY_ID", Command.assay, "audit", "verify"] + arguments)
    }

    @Test func `nobody listens: 4, and the secret is in no message`() async throws {
        let folder = try TemporaryFolder()
        let credentials = try folder.write("AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=\(secret)\n", to: "credentials")
        let ended = try await verify(
            "s3://evidence/northwind", "--endpoint", "http://127.0.0.1:1", "--allow-http", "--credentials", credentials, "--key", key())
        #expect(ended.status == 4 && ended.output.isEmpty, "\(ended)")
        #expect(ended.errors.contains("unreachable"), "\(ended)")
        #expect(!ended.errors.contains(secret))
    }

    @Test func `what cannot be meant: 2`() async throws {
        let folder = try TemporaryFolder()
        let credentials = try folder.write("AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=\(secret)\n", to: "credentials")
        let key = try key()
        for (log, more) in [
            ("s3://", []), ("s3:///northwind", []), ("s3://evidence?list", []), ("s3://Not_A_Bucket/northwind", []),
            ("s3://evidence", ["--endpoint", "http://store.example"]), ("s3://evidence/../northwind", []),
            (folder.path, ["--endpoint", "https://store.example"]),
        ] as [(String, [String])] {
            let ended = try await Command.run(
                Command.assay, ["audit", "verify", log, "--key", key] + more + (log == folder.path ? [] : ["--credentials", credentials]))
            #expect(ended.status == 2, "\(log) \(ended)")
        }
        let without = try await verify("s3://evidence", "--key", key)
        #expect(without.status == 2 && without.errors.contains("AWS_ACCESS_KEY_ID"), "\(without)")
    }
}
