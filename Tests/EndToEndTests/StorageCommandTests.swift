import TestSupport
import Testing

/// `assay storage certify` as a script calls it, where there is no store: what it ends with, and that it repeats no secret. What it finds in
/// stores is in CI/checks/object-lock.
@Suite struct StorageCommandTests {
    private let secret = "a-secret-of-this-test-alone"

    private func certify(_ arguments: String...) async throws -> Command.Ended {
        try await Command.run("env", ["-u", "AWS_ACCESS_KEY_ID", Command.assay, "storage", "certify"] + arguments)
    }

    @Test func `nobody listens: 4, and the secret is in no message`() async throws {
        let folder = try TemporaryFolder()
        let credentials = try folder.write("AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=\(secret)\n", to: "credentials")
        let ended = try await certify("http://127.0.0.1:1/evidence", "--allow-http", "--credentials", credentials, "--json")
        #expect(ended.status == 4 && ended.output.isEmpty, "\(ended)")
        #expect(ended.errors.contains("unreachable: GetBucketVersioning in evidence at http://127.0.0.1:1"), "\(ended)")
        #expect(!ended.errors.contains(secret))
    }

    @Test func `addresses and options that cannot be meant: 2`() async throws {
        for arguments in [
            ["https://user:\(secret)@store.example/evidence"], ["https://store.example/evidence?X-Amz-Signature=\(secret)"],
            ["http://store.example/evidence"], ["https://store.example"], ["s3://evidence"],
            ["https://store.example/evidence", "--compliance-for", "5"], ["https://store.example/evidence", "--timeout", "0"],
            // Not on the command line, where every process of the machine can read them.
            ["https://store.example/evidence", "--secret-access-key", secret],
        ] {
            let ended = try await Command.run(Command.assay, ["storage", "certify"] + arguments)
            #expect(ended.status == 2, "\(arguments) \(ended)")
            #expect(!ended.errors.contains(secret) || arguments.contains("--secret-access-key"), "\(ended)")
        }
        let without = try await certify("https://store.example/evidence")
        #expect(without.status == 2 && without.errors.contains("AWS_ACCESS_KEY_ID"), "\(without)")
    }

    @Test func `files that are none: 3`() async throws {
        let folder = try TemporaryFolder()
        let good = try folder.write("AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=\(secret)\n", to: "good")
        let bad = try folder.write("AKIDEXAMPLE:\(secret)\n", to: "bad")
        for arguments in [
            ["--credentials", bad], ["--credentials", folder.path("none")], ["--credentials", good, "--trust", folder.path("none")],
        ] {
            let ended = try await Command.run(Command.assay, ["storage", "certify", "https://127.0.0.1:1/evidence"] + arguments)
            #expect(ended.status == 3, "\(arguments) \(ended)")
            #expect(!ended.errors.contains(secret))
        }
    }
}
