import Testing

@testable import ObjectStorage

@Suite struct BucketTests {
    @Test(arguments: [
        ("https://s3.eu-west-1.amazonaws.com/evidence", "https://s3.eu-west-1.amazonaws.com", "eu-west-1", Bucket.Addressing.path),
        ("https://evidence.s3.eu-west-1.amazonaws.com", "https://s3.eu-west-1.amazonaws.com", "eu-west-1", .host),
        (
            "https://evidence.s3.dualstack.eu-central-1.amazonaws.com/", "https://s3.dualstack.eu-central-1.amazonaws.com", "eu-central-1",
            .host
        ),
        ("https://s3.amazonaws.com/evidence", "https://s3.amazonaws.com", "us-east-1", .path),
        ("https://s3.cn-north-1.amazonaws.com.cn/evidence/", "https://s3.cn-north-1.amazonaws.com.cn", "cn-north-1", .path),
        ("HTTPS://Store.Example:443/evidence", "https://store.example", "us-east-1", .path),
        ("https://store.example:9000/evidence", "https://store.example:9000", "us-east-1", .path),
        ("https://[::1]:9000/evidence", "https://[::1]:9000", "us-east-1", .path),
    ])
    func `a bucket is known by its URL`(url: String, endpoint: String, region: String, addressing: Bucket.Addressing) throws {
        let bucket = try Bucket(url: url)
        #expect(bucket.name == "evidence" && bucket.endpoint == endpoint && bucket.region == region && bucket.addressing == addressing)
    }

    @Test(arguments: [
        "", "evidence", "ftp://store.example/evidence", "https:///evidence", "https://:9000/evidence", "https://store.example/",
        "https://store.example", "https://127.0.0.1", "https://127.0.0.1:9000/", "https://store.example/a/b",
        "https://store.example/Evidence",
        "https://store.example/ev", "https://store.example/-evidence", "https://store.example/evidence.",
        "https://store.example/ev..idence",
        "https://store.example/evi_dence", "https://store.example/evidence?x=1", "https://store.example/evidence#x",
        "https://user:secret@store.example/evidence", "https://store.example/evid ence", "https://store.example/\u{e9}vidence",
        "https://store.example/" + String(repeating: "a", count: 64), "https://my.evidence.s3.eu-west-1.amazonaws.com@evil.example",
    ])
    func `what is no bucket's URL is refused, and none of it repeated`(url: String) {
        do throws(StorageError) {
            _ = try Bucket(url: url)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .invalidAddress)
            #expect(!error.message.contains("secret"))
        }
    }

    @Test func `plain HTTP is for those who ask for it`() throws {
        #expect(throws: StorageError(.invalidAddress, "")) { try Bucket(url: "http://127.0.0.1:8333/evidence") }
        let bucket = try Bucket(url: "http://127.0.0.1:8333/evidence", connections: .plainAllowed)
        #expect(bucket.endpoint == "http://127.0.0.1:8333")
        #expect(try bucket.sibling(named: "other").endpoint == "http://127.0.0.1:8333")
    }

    @Test func `a region that is given counts`() throws {
        #expect(try Bucket(url: "https://s3.eu-west-1.amazonaws.com/evidence", region: "eu-north-1").region == "eu-north-1")
        #expect(throws: StorageError(.invalidAddress, "")) { try Bucket(url: "https://store.example/evidence", region: "a/b") }
    }

    @Test func `a name with dots has its certificate by the path alone`() throws {
        #expect(try Bucket(url: "https://store.example/my.evidence").name == "my.evidence")
        #expect(throws: StorageError(.invalidAddress, "")) {
            try Bucket(endpoint: "https://store.example", name: "my.evidence", region: "eu-west-1", addressing: .host)
        }
    }

    @Test func `the name stands where the store wants it`() throws {
        let path = try Bucket(endpoint: "https://store.example", name: "evidence", region: "eu-west-1", addressing: .path)
        let host = try Bucket(endpoint: "https://store.example:9000", name: "evidence", region: "eu-west-1", addressing: .host)
        #expect(path.url(key: nil, query: "versioning") == "https://store.example/evidence?versioning")
        #expect(path.url(key: "a/b", query: "") == "https://store.example/evidence/a/b")
        #expect(host.url(key: nil, query: "versioning") == "https://evidence.store.example:9000/?versioning")
        #expect(host.url(key: "a/b", query: "") == "https://evidence.store.example:9000/a/b")
        #expect(try host.sibling(named: "other").url(key: "k", query: "") == "https://other.store.example:9000/k")
    }
}
