import HTTPTypes
import Testing
import Transport

@testable import ObjectStorage

@Suite struct StorageErrorTests {
    private func meaning(of response: IncomingResponse) throws -> StorageError {
        .refused(try .put(try Given.bucket(), "k", []), ServiceRefusal(response))
    }

    @Test(arguments: [
        (403, "AccessDenied", StorageError.Code.accessDenied), (403, "SignatureDoesNotMatch", .signatureRefused),
        (403, "InvalidAccessKeyId", .signatureRefused), (403, "RequestTimeTooSkewed", .signatureRefused),
        (400, "ExpiredToken", .signatureRefused), (404, "NoSuchBucket", .noSuchBucket), (404, "NoSuchKey", .noSuchObject),
        (404, "NoSuchVersion", .noSuchObject), (404, "ObjectLockConfigurationNotFoundError", .noLock), (400, "BadDigest", .damaged),
        (400, "XAmzContentSHA256Mismatch", .damaged), (409, "ConditionalRequestConflict", .conflict), (409, "OperationAborted", .conflict),
        (409, "BucketNotEmpty", .refused), (503, "SlowDown", .busy), (500, "InternalError", .busy),
        (412, "PreconditionFailed", .alreadyThere),
        (301, "PermanentRedirect", .elsewhere), (400, "InvalidRequest", .refused), (403, "SomethingNew", .accessDenied),
    ])
    func `what the store says has a code of ours`(status: Int, code: String, expected: StorageError.Code) throws {
        let error = try meaning(of: Given.refusal(status, code))
        #expect(error.code == expected)
        #expect(error.refusal?.status == status && error.refusal?.code == code && error.refusal?.requestID == "R1")
        #expect(error.message.contains("PutObject in evidence at https://store.example:9000: expected success, got \(status) \(code)"))
    }

    @Test(arguments: [(404, StorageError.Code.noSuchObject), (403, .accessDenied), (412, .alreadyThere), (400, .refused), (503, .busy)])
    func `without a body the status says it`(status: Int, expected: StorageError.Code) throws {
        let error = try meaning(of: Given.response(status, [.amzRequestID: "R2"]))
        #expect(error.code == expected && error.refusal?.code == "" && error.refusal?.requestID == "R2")
    }

    @Test func `the permission that is missing is named`() throws {
        #expect(try meaning(of: Given.refusal(403, "AccessDenied")).message.contains("s3:PutObject"))
    }

    @Test func `the region that the store names is passed on`() throws {
        let moved = try meaning(of: Given.response(301, [.amzBucketRegion: "eu-north-1"]))
        #expect(moved.code == .elsewhere && moved.message.contains("the bucket is in region eu-north-1"))
    }

    @Test func `what was signed is not repeated`() throws {
        let answer = Given.response(
            403, [:],
            """
            <Error><Code>SignatureDoesNotMatch</Code><Message>No match.</Message><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId>\
            <StringToSign>AWS4 private</StringToSign><CanonicalRequest>private</CanonicalRequest><SignatureProvided>private</SignatureProvided>\
            <Token-0>private</Token-0><RequestId>R1</RequestId></Error>
            """)
        let error = try meaning(of: answer)
        #expect(error.code == .signatureRefused)
        #expect(!"\(error) \(error.refusal.debugDescription)".contains("private") && !"\(error)".contains("AKID"))
    }

    @Test(arguments: [
        "", "<html><body>502</body></html>", "<Error><Code>AccessDenied</Code>", "not XML",
        "<!DOCTYPE Error><Error><Code>AccessDenied</Code></Error>",
        "<Error xmlns=\"urn:other\"><Code>AccessDenied</Code></Error>",
        "<e:Error xmlns:e=\"urn:other\"><Code>NoSuchBucket</Code></e:Error>",
        "<Errors><Code>NoSuchBucket</Code></Errors>", "<Error><Code>No Such Bucket</Code></Error>",
        "<Error><Code>" + String(repeating: "A", count: 129) + "</Code></Error>",
        "<Error><Code>NoSuchBucket</Code><Message>" + String(repeating: "x", count: 64 << 10) + "</Message></Error>",
    ])
    func `a body that is no error of S3 gives no code`(body: String) throws {
        let error = try meaning(of: Given.response(400, [:], body))
        #expect(error.code == .refused && error.refusal?.code == "")
    }

    @Test func `a message is one line, and not for ever`() throws {
        let error = try meaning(of: Given.refusal(400, "InvalidRequest", "a\nb\u{9B}2J" + String(repeating: "x", count: 500)))
        let message = try #require(error.refusal?.message)
        #expect(message.hasPrefix("a b 2Jx") && message.unicodeScalars.count == 201)
    }
}
