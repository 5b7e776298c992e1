import Foundation
import Testing

@testable import Scenarios

@Suite struct SecretStoreTests {
    private let store = SecretStore(environment: ["TOKEN": "  from the variable\n", "EMPTY": "", "PATH": "/usr/bin:/bin"])

    @Test func `the three kinds of reference are read`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "assay-secret-\(UUID().uuidString)")
        try Data("from the file\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try store.text(SecretReference(.file(file.path))) == "from the file")
        #expect(try store.text(SecretReference(.environment("TOKEN"))) == "from the variable")
        #expect(try store.text(SecretReference(.command(["echo", "from", "the", "program"]))) == "from the program")
    }

    @Test func `a file is looked for in the folder of the profile`() {
        #expect(SecretReference(parsing: "file:pki/a.pem", folder: "/etc/assay")?.place == .file("/etc/assay/pki/a.pem"))
        #expect(SecretReference(parsing: "file:/pki/a.pem", folder: "/etc/assay")?.place == .file("/pki/a.pem"))
        #expect(SecretReference(parsing: "file:a.pem", folder: "")?.place == .file("a.pem"))
    }

    @Test(arguments: ["hunter2", "file:", "env: ", "vault:x", ""])
    func `anything else is no reference`(text: String) {
        #expect(SecretReference(parsing: text, folder: "") == nil)
    }

    @Test(arguments: [
        SecretReference.Place.file("/no/such/file"), .file("/"), .environment("MISSING"), .environment("EMPTY"), .command(["false"]),
        .command(["no-such-program-anywhere"]),
    ])
    func `what gives nothing is said with the reference and without a secret`(place: SecretReference.Place) {
        let reference = SecretReference(place)
        #expect {
            try store.read(reference)
        } throws: { error in
            (error as? RunError).map { $0.code == .secretUnreadable && $0.message.contains("\(reference)") } ?? false
        }
    }

    @Test(arguments: [["sleep", "20"], ["sh", "-c", "sleep 20 & echo secret"], ["sh", "-c", "trap '' TERM; sleep 20"]])
    func `a program whose output stays open is given up, whoever has it`(words: [String]) {
        let hasty = SecretStore(environment: store.environment, commandTimeout: .milliseconds(300))
        #expect {
            try hasty.read(SecretReference(.command(words)))
        } throws: { error in
            (error as? RunError)?.message.contains("still has its output open") == true
        }
    }

    @Test func `a program that closes its output and goes on is given up too`() {
        let hasty = SecretStore(environment: store.environment, commandTimeout: .milliseconds(300))
        #expect {
            try hasty.read(SecretReference(.command(["sh", "-c", "echo secret; exec >&-; sleep 20"])))
        } throws: { error in
            (error as? RunError)?.message.contains("did not end") == true
        }
    }

    @Test func `a secret beyond the limit is refused, however it ends`() {
        #expect {
            try store.read(SecretReference(.command(["head", "-c", "2000000", "/dev/zero"])))
        } throws: { error in
            (error as? RunError)?.message.contains("larger than") == true
        }
    }
}
