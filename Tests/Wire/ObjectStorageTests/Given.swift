import Documents
import HTTPTypes
import MessageSignatures
import Transport

@testable import ObjectStorage

/// What the tests begin with.
enum Given {
    static func bucket(_ name: String = "evidence") throws(StorageError) -> Bucket {
        try Bucket(url: "https://store.example:9000/\(name)", region: "eu-west-1")
    }

    /// The key that AWS publishes for its test suite.
    static func credentials() throws -> StorageCredentials {
        StorageCredentials(try AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
    }

    static func time() throws -> Timestamp { try Timestamp(parsing: "2026-11-23T10:01:07Z") }

    static func response(_ status: Int, _ fields: HTTPFields = [:], _ body: String = "") -> IncomingResponse {
        IncomingResponse(status: status, fields: fields, body: Array(body.utf8))
    }

    /// What S3 answers to a request that it refuses.
    static func refusal(_ status: Int, _ code: String, _ message: String = "No.") -> IncomingResponse {
        response(
            status, [.amzRequestID: "R1"],
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>\(code)</Code><Message>\(message)</Message><RequestId>R1</RequestId></Error>
            """)
    }
}
