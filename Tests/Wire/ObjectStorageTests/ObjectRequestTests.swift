import Documents
import HTTPTypes
import Testing
import Transport

@testable import ObjectStorage

/// Signatures and encoded keys are what botocore 1.44 makes of the same values (`S3SigV4Auth`, `generate_presigned_url`).
@Suite struct ObjectRequestTests {
    private let bucket: Bucket
    private let credentials: StorageCredentials
    private let time: Timestamp

    init() throws {
        bucket = try Given.bucket()
        credentials = try Given.credentials()
        time = try Given.time()
    }

    private func signed(_ request: ObjectRequest) throws -> OutgoingRequest {
        try request.signed(by: credentials, at: time, timeout: .seconds(7))
    }

    private static func lines(_ fields: HTTPFields) -> Set<String> { Set(fields.map { "\($0.name.canonicalName): \($0.value)" }) }

    @Test func `an object is stored under a lock, with its digest, only where nothing is`() throws {
        let terms = PutTerms(
            contentType: "text/csv", isNewOnly: true,
            retention: Retention(.compliance, until: try Timestamp(parsing: "2033-12-23T10:01:07.001Z")), legalHold: .on)
        let request = try signed(.put(bucket, "v1/é a+b/c=1.csv", Array("evidence".utf8), terms))
        #expect(request.method == "PUT" && request.body == Array("evidence".utf8) && request.timeout == .seconds(7))
        #expect(request.url == "https://store.example:9000/evidence/v1/%C3%A9%20a%2Bb/c%3D1.csv")
        let covered =
            "content-type;host;if-none-match;x-amz-checksum-sha256;x-amz-content-sha256;x-amz-date;x-amz-object-lock-legal-hold;"
            + "x-amz-object-lock-mode;x-amz-object-lock-retain-until-date;x-amz-sdk-checksum-algorithm"
        #expect(
            Self.lines(request.fields) == [
                "content-type: text/csv", "if-none-match: *", "x-amz-checksum-sha256: 7oJQ+3bglLNLRx8Tpz275R0a4ULp31nXwNMewg8KCo4=",
                "x-amz-content-sha256: ee8250fb76e094b34b471f13a73dbbe51d1ae142e9df59d7c0d31ec20f0a0a8e", "x-amz-date: 20261123T100107Z",
                "x-amz-object-lock-legal-hold: ON", "x-amz-object-lock-mode: COMPLIANCE",
                "x-amz-object-lock-retain-until-date: 2033-12-23T10:01:08Z", "x-amz-sdk-checksum-algorithm: SHA256",
                "authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-west-1/s3/aws4_request, SignedHeaders=\(covered), "
                    + "Signature=81eef8e956d1e1dea7f3ba081d0262a2a56ace53a9122e8f72cb4dbd9834f3c4",
            ])
    }

    @Test func `versions are asked for page by page`() throws {
        let marker = ObjectVersions.Marker(key: "v1/é a+b", version: "3/L4kqtJl")
        let request = try signed(.versions(bucket, prefix: "v1/", after: marker, pageSize: 2))
        #expect(
            request.url == "https://store.example:9000/evidence?encoding-type=url&key-marker=v1%2F%C3%A9%20a%2Bb&max-keys=2&prefix=v1%2F"
                + "&version-id-marker=3%2FL4kqtJl&versions")
        #expect(request.method == "GET" && request.body.isEmpty)
        #expect(request.fields[.authorization]?.hasSuffix("f21febc761c9e7fdb47d012e68faf50551eea6c1751de1d34ba0ab91888579e1") == true)
        #expect(
            try signed(.versions(bucket, prefix: "")).url == "https://store.example:9000/evidence?encoding-type=url&max-keys=1000&versions")
    }

    @Test func `a version is lent for a quarter of an hour, under a name`() throws {
        let url = try ObjectRequest.lent(
            bucket, "v1/é a+b/c=1.csv", version: "3/L4kqtJl", disposition: "attachment; filename=\"T16.csv\"", by: credentials, at: time,
            lifetime: .seconds(900))
        #expect(
            url.text == "https://store.example:9000/evidence/v1/%C3%A9%20a%2Bb/c%3D1.csv"
                + "?response-content-disposition=attachment%3B%20filename%3D%22T16.csv%22&versionId=3%2FL4kqtJl"
                + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261123%2Feu-west-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20261123T100107Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=43c59f55396bd0b20e97d60cddc4a8a965d3b506a26da7daf34c2955d4b9301b")
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), dumped] {
            #expect(text.contains("c%3D1.csv?…") && !text.contains("Signature") && !text.contains("AKID"))
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .seconds(901), .milliseconds(1500), .seconds(86_400)])
    func `no URL is lent for longer, or for no whole second`(lifetime: Duration) {
        #expect(throws: StorageError(.invalidRequest, "")) {
            try ObjectRequest.lent(bucket, "k", by: credentials, at: time, lifetime: lifetime)
        }
    }

    @Test(arguments: [
        ("a b", "/a%20b"), ("a+b", "/a%2Bb"), ("a€b", "/a%E2%82%ACb"), ("a&b", "/a%26b"), ("a<b", "/a%3Cb"), ("a~b", "/a~b"),
        ("a'b", "/a%27b"), ("a(b", "/a%28b"), ("a*b", "/a%2Ab"), ("a//b", "/a//b"), ("/a", "//a"), ("a%20b", "/a%2520b"), ("a?b", "/a%3Fb"),
        ("a#b", "/a%23b"), ("a=b", "/a%3Db"), ("a:b@c,;!$", "/a%3Ab%40c%2C%3B%21%24"), ("ü/é", "/%C3%BC/%C3%A9"), ("e\u{301}", "/e%CC%81"),
        ("...", "/..."), ("😀", "/%F0%9F%98%80"),
    ])
    func `a key is written as S3 reads it`(key: String, path: String) throws {
        #expect(try ObjectRequest.head(bucket, key).url == "https://store.example:9000/evidence" + path)
    }

    @Test(arguments: ["", ".", "..", "a/../b", "./a", "a/.", "a\nb", "a\u{0}b", "a\u{7F}", "\u{85}", String(repeating: "é", count: 513)])
    func `what is no key is not asked for`(key: String) {
        #expect(throws: StorageError(.invalidRequest, "")) { try ObjectRequest.head(bucket, key) }
        #expect(throws: StorageError(.invalidRequest, "")) { try ObjectRequest.put(bucket, key, []) }
    }

    @Test func `a key of the greatest length is one`() throws {
        #expect(try ObjectRequest.head(bucket, String(repeating: "é", count: 512)).url.hasSuffix("%C3%A9"))
    }

    @Test func `only who says so passes over GOVERNANCE`() throws {
        #expect(try ObjectRequest.delete(bucket, "k", version: "v").fields.isEmpty)
        let forced = try ObjectRequest.delete(bucket, "k", version: "v", governance: .bypassed)
        #expect(forced.fields == [.amzBypassGovernance: "true"] && forced.url.hasSuffix("/evidence/k?versionId=v"))
        let retention = Retention(.governance, until: time)
        #expect(try ObjectRequest.set(retention, bucket, "k").fields[.amzBypassGovernance] == nil)
        #expect(try ObjectRequest.set(retention, bucket, "k", governance: .bypassed).fields[.amzBypassGovernance] == "true")
    }

    @Test func `documents go with their digest and are of the namespace of S3`() throws {
        let request = try ObjectRequest.delete(bucket, [("a&b", "1"), ("c", nil)])
        #expect(request.method == "POST" && request.url.hasSuffix("/evidence?delete"))
        #expect(request.fields[.contentType] == "application/xml" && request.fields[.amzChecksumSHA256]?.utf8.count == 44)
        #expect(
            String(decoding: request.body, as: UTF8.self) == """
                <Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                  <Object>
                    <Key>a&amp;b</Key>
                    <VersionId>1</VersionId>
                  </Object>
                  <Object>
                    <Key>c</Key>
                  </Object>
                </Delete>

                """)
        for count in [0, 1001] {
            #expect(throws: StorageError(.invalidRequest, "")) {
                try ObjectRequest.delete(bucket, Array(repeating: (key: "k", version: nil), count: count))
            }
        }
    }

    @Test func `a bucket is made where its region is`() throws {
        let far = try ObjectRequest.create(bucket, lock: .locked)
        #expect(far.fields[.amzBucketLock] == "true")
        #expect(String(decoding: far.body, as: UTF8.self).contains("<LocationConstraint>eu-west-1</LocationConstraint>"))
        let first = try ObjectRequest.create(try Bucket(url: "https://s3.amazonaws.com/evidence"), lock: .unlocked)
        #expect(first.body.isEmpty && first.fields.isEmpty)
    }
}
