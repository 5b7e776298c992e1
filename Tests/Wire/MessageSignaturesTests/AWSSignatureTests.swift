import Documents
import HTTPTypes
import Testing

@testable import MessageSignatures

/// The examples of the Amazon S3 API Reference ("Authenticating Requests (AWS Signature Version 4)") and of the AWS Signature Version 4
/// test suite, whose keys AWS publishes for this.
@Suite struct AWSSignatureTests {
    private let time: Timestamp
    private let credentials: AWSCredentials
    private let storage: AWSScope

    init() throws {
        time = try Timestamp(parsing: "2013-05-24T00:00:00Z")
        credentials = try AWSCredentials(
            accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        storage = try AWSScope(region: "us-east-1", service: "s3")
    }

    private func stored(
        _ method: String, _ target: String, _ fields: HTTPFields = [:], _ body: String = ""
    ) throws -> (fields: HTTPFields, signature: AWSSignature) {
        let request = try AWSRequest(
            method: method, targetURI: "https://examplebucket.s3.amazonaws.com\(target)", fields: fields, payload: .bytes(Array(body.utf8)))
        return try AWSSignature.sign(request, scope: storage, credentials: credentials, at: time)
    }

    @Test func `a part of an object is read`() throws {
        let (fields, signature) = try stored("GET", "/test.txt", try .of(("Range", "bytes=0-9")))
        #expect(signature.signature == "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")
        #expect(
            fields[.authorization]
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=\(signature.signature)")
        #expect(
            try fields
                == HTTPFields.of(
                    ("x-amz-date", "20130524T000000Z"),
                    ("x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                    ("authorization", fields[.authorization] ?? "")))
        #expect(signature.stringToSign.hasSuffix("7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972"))
    }

    @Test func `an object is written, whatever its name`() throws {
        let fields = try HTTPFields.of(("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"))
        for path in ["/test$file.text", "/test%24file.text"] {
            let signature = try stored("PUT", path, fields, "Welcome to Amazon S3.").signature.signature
            #expect(signature == "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd", "\(path)")
        }
    }

    @Test(arguments: [
        ("/?lifecycle", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
        ("?prefix=%4a&max-keys=2", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ]) func `a bucket is asked`(target: String, signature: String) throws {
        #expect(try stored("GET", target).signature.signature == signature)
    }

    @Test func `an object is lent by its URL`() throws {
        let request = try AWSRequest(method: "GET", targetURI: "https://examplebucket.s3.amazonaws.com/test.txt")
        let (url, signature) = try AWSSignature.presign(
            request, scope: storage, credentials: credentials, at: time, lifetime: .seconds(86_400))
        #expect(signature.signature == "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404")
        #expect(
            url == "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
                + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=\(signature.signature)")
    }

    @Test func `any service but S3 is signed as the test suite says`() throws {
        let suite = try AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        let scope = try AWSScope(region: "us-east-1", service: "service")
        let noon = try Timestamp(parsing: "2015-08-30T12:36:00Z")
        func signature(_ method: String, _ target: String, _ fields: HTTPFields = [:]) throws -> String {
            let request = try AWSRequest(method: method, targetURI: "https://example.amazonaws.com\(target)", fields: fields)
            return try AWSSignature.sign(request, scope: scope, credentials: suite, at: noon).signature.signature
        }
        let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        #expect(try signature("GET", "/") == vanilla)
        #expect(try signature("POST", "/") == "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
        for path in ["//", "/./", "/example/..", "/example1/example2/../.."] { #expect(try signature("GET", path) == vanilla, "\(path)") }
        #expect(
            try signature("GET", "/?Param2=value2&Param1=value1") == "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")
    }

    @Test func `all that is covered changes the signature, and nothing else does`() throws {
        let fields = try HTTPFields.of(("X-Amz-Meta-A", "one  two"), ("User-Agent", "assay"))
        let first = try stored("PUT", "/a?x=1&y=2", fields, "body").signature.signature
        func same(_ method: String, _ target: String, _ fields: HTTPFields, _ body: String) throws -> Bool {
            try stored(method, target, fields, body).signature.signature == first
        }
        #expect(try same("PUT", "/a?y=2&x=1", try .of(("X-Amz-Meta-A", "  one two "), ("User-Agent", "other")), "body"))
        #expect(try same("PUT", "/a?&x=1&&y=2", fields, "body"))
        #expect(try !same("GET", "/a?x=1&y=2", fields, "body"))
        #expect(try !same("PUT", "//a?x=1&y=2", fields, "body"))
        #expect(try !same("PUT", "/A?x=1&y=2", fields, "body"))
        #expect(try !same("PUT", "/a?x=1&y=2&y=", fields, "body"))
        #expect(try !same("PUT", "/a?x=1&y=2", fields, "body "))
        #expect(try !same("PUT", "/a?x=1&y=2", try .of(("X-Amz-Meta-A", "one,two")), "body"))
        #expect(try !same("PUT", "/a?x=1&y=2", try .of(("X-Amz-Meta-A", "one two"), ("X-Amz-Meta-A", "")), "body"))
        let request = try AWSRequest(
            method: "PUT", targetURI: "https://examplebucket.s3.amazonaws.com/a?x=1&y=2", fields: fields,
            payload: .bytes(Array("body".utf8)))
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        let others = [
            (try AWSScope(region: "eu-west-1", service: "s3"), credentials, time),
            (try AWSScope(region: "us-east-1", service: "sqs"), credentials, time),
            (storage, try AWSCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret + "A"), time),
            (storage, try AWSCredentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: secret, sessionToken: "t"), time),
            (storage, credentials, time.advanced(by: .seconds(1))),
        ]
        for (scope, credentials, time) in others {
            #expect(try AWSSignature.sign(request, scope: scope, credentials: credentials, at: time).signature.signature != first)
        }
        #expect(
            try AWSSignature.sign(request, scope: storage, credentials: credentials, at: Timestamp(milliseconds: time.milliseconds + 999))
                .signature.signature == first)
    }

    @Test func `a token goes along and is covered`() throws {
        let session = try AWSCredentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "token/+=")
        let request = try AWSRequest(method: "GET", targetURI: "https://b.example/a", payload: .unsigned)
        let (fields, signature) = try AWSSignature.sign(request, scope: storage, credentials: session, at: time)
        #expect(
            try fields
                == HTTPFields.of(
                    ("x-amz-date", "20130524T000000Z"), ("x-amz-content-sha256", "UNSIGNED-PAYLOAD"), ("x-amz-security-token", "token/+="),
                    ("authorization", fields[.authorization] ?? "")))
        #expect(signature.signedHeaders == "host;x-amz-content-sha256;x-amz-date;x-amz-security-token")
        let (url, _) = try AWSSignature.presign(request, scope: storage, credentials: session, at: time, lifetime: .seconds(1))
        #expect(url.contains("&X-Amz-Security-Token=token%2F%2B%3D&"))
    }

    @Test func `a body that is not in memory is covered by its hash`() throws {
        let url = "https://examplebucket.s3.amazonaws.com/a"
        let digest = [UInt8](repeating: 7, count: 32)
        let request = try AWSRequest(method: "PUT", targetURI: url, payload: .sha256(digest))
        let fields = try AWSSignature.sign(request, scope: storage, credentials: credentials, at: time).fields
        #expect(try fields[#require(HTTPField.Name("x-amz-content-sha256"))] == String(repeating: "07", count: 32))
        #expect(throws: SignatureError(.malformed, "")) {
            let request = try AWSRequest(method: "PUT", targetURI: url, payload: .sha256([7]))
            return try AWSSignature.sign(request, scope: storage, credentials: credentials, at: time).signature.signature
        }
    }

    @Test(arguments: [
        "examplebucket/a", "ftp://b.example/a", "https://b.example/a#b", "https://u@b.example/", "https://b.example/a b",
        "https://b.example/ä", "",
    ])
    func `what is no absolute URI is refused`(text: String) {
        #expect(throws: SignatureError(.malformed, "")) { try AWSRequest(method: "GET", targetURI: text) }
    }

    @Test func `what two readers would read differently is refused`() throws {
        for target in ["/a%", "/a%4", "/a%zz", "/?a=%", "/?%4g=1"] {
            #expect(throws: SignatureError(.malformed, ""), "\(target)") { try stored("GET", target).signature.signature }
        }
        #expect(throws: SignatureError(.malformed, "")) { try stored("GE T", "/").signature.signature }
    }

    @Test func `a lifetime out of range and a URL signed before are refused`() throws {
        let request = try AWSRequest(method: "GET", targetURI: "https://b.example/a")
        for lifetime in [Duration.zero, .seconds(-1), .seconds(604_801), .milliseconds(1500)] {
            #expect(throws: SignatureError(.malformed, ""), "\(lifetime)") {
                try AWSSignature.presign(request, scope: storage, credentials: credentials, at: time, lifetime: lifetime).url
            }
        }
        let url = try AWSSignature.presign(
            request, scope: storage, credentials: credentials, at: time, lifetime: AWSSignature.maximumLifetime
        ).url
        for signed in [url, "https://b.example/a?x-amz-signature=1", "https://b.example/a?X%2DAmz-Date"] {
            #expect(throws: SignatureError(.malformed, ""), "\(signed)") {
                let again = try AWSRequest(method: "GET", targetURI: signed)
                return try AWSSignature.presign(again, scope: storage, credentials: credentials, at: time, lifetime: .seconds(60)).url
            }
        }
    }

    @Test func `names that would cut the field elsewhere are refused`() {
        for name in ["", "a/b", "a,b", "a b", "ä", "a\n"] {
            #expect(throws: SignatureError(.cannotSign, ""), "\(name)") { try AWSCredentials(accessKeyID: name, secretAccessKey: "s") }
            #expect(throws: SignatureError(.cannotSign, ""), "\(name)") { try AWSScope(region: name, service: "s3") }
            #expect(throws: SignatureError(.cannotSign, ""), "\(name)") { try AWSScope(region: "us-east-1", service: name) }
        }
        for secret in ["", "a b", "ä"] {
            #expect(throws: SignatureError(.cannotSign, "")) { try AWSCredentials(accessKeyID: "A", secretAccessKey: secret) }
            #expect(throws: SignatureError(.cannotSign, "")) {
                try AWSCredentials(accessKeyID: "A", secretAccessKey: "s", sessionToken: secret)
            }
        }
    }

    @Test func `the secret is printed nowhere`() throws {
        let session = try AWSCredentials(accessKeyID: "AKID", secretAccessKey: "hidden-one", sessionToken: "hidden-two")
        var dumped = ""
        dump(session, to: &dumped)
        for text in ["\(session)", String(reflecting: session), "\([session])", dumped] { #expect(!text.contains("hidden")) }
    }
}
