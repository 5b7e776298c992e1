import MessageSignatures
import Testing

@testable import ObjectStorage

private let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

@Suite struct StorageCredentialsTests {
    @Test func `the environment gives them`() throws {
        let found = try StorageCredentials(environment: [
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": "",
        ])
        #expect(found.keys.accessKeyID == "AKIDEXAMPLE")
    }

    @Test(arguments: [
        "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\nAWS_SECRET_ACCESS_KEY=\(secret)\n",
        "# of the store\r\n[default]\r\naws_access_key_id = AKIDEXAMPLE\r\naws_secret_access_key = \(secret)\r\n",
        "aws_secret_access_key=\(secret)\n\n  aws_access_key_id =AKIDEXAMPLE  \nregion = eu-west-1\naws_session_token = t0=\n",
    ])
    func `a file gives them`(text: String) throws {
        let found = try StorageCredentials(parsing: Array(text.utf8))
        let request = try ObjectRequest.versioning(try Given.bucket()).signed(by: found, at: try Given.time(), timeout: .seconds(1))
        let known = try StorageCredentials(environment: [
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_SESSION_TOKEN": text.contains("token") ? "t0=" : "",
        ])
        #expect(try request == ObjectRequest.versioning(try Given.bucket()).signed(by: known, at: try Given.time(), timeout: .seconds(1)))
    }

    @Test(arguments: [
        "", "AWS_ACCESS_KEY_ID=AKIDEXAMPLE\n", "AWS_SECRET_ACCESS_KEY=\(secret)\n", "AKIDEXAMPLE \(secret)\n",
        "AWS_ACCESS_KEY_ID=\nAWS_SECRET_ACCESS_KEY=\(secret)\n", "AWS_ACCESS_KEY_ID=A\nAWS_SECRET_ACCESS_KEY=\(secret) x\n",
        "AWS_ACCESS_KEY_ID=A/\(secret)\nAWS_SECRET_ACCESS_KEY=\(secret)\n",
        "AWS_ACCESS_KEY_ID=A\nAWS_ACCESS_KEY_ID=B\nAWS_SECRET_ACCESS_KEY=\(secret)\n",
        "[one]\nAWS_ACCESS_KEY_ID=A\n[two]\nAWS_SECRET_ACCESS_KEY=\(secret)\n",
        "AWS_ACCESS_KEY_ID=A\nAWS_SECRET_ACCESS_KEY=\(secret)\n" + String(repeating: "#", count: 64 << 10),
    ])
    func `a file without them is refused, and nothing of it repeated`(text: String) {
        do throws(StorageError) {
            _ = try StorageCredentials(parsing: Array(text.utf8))
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidCredentials)
            #expect(!error.message.contains(secret))
        }
    }

    @Test func `bytes that are no text are refused`() {
        #expect(throws: StorageError(.invalidCredentials, "")) { try StorageCredentials(parsing: [0xFF, 0xFE, 0x3D]) }
    }

    @Test func `nothing prints the secret`() throws {
        let credentials = try Given.credentials()
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped, "\([credentials])"] {
            #expect(text.contains("AKIDEXAMPLE") && !text.contains("wJalr"))
        }
    }
}
