import Documents
import Testing

@testable import ObjectStorage

@Suite struct ObjectVersionsTests {
    static func page(_ versions: String, _ more: String = "<IsTruncated>false</IsTruncated>") -> String {
        "<?xml version=\"1.0\"?><ListVersionsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>evidence</Name>\(more)\(versions)"
            + "</ListVersionsResult>"
    }

    static func version(_ key: String, _ version: String = "v1", latest: String = "true", size: String = "3") -> String {
        "<Version><Key>\(key)</Key><VersionId>\(version)</VersionId><IsLatest>\(latest)</IsLatest>"
            + "<LastModified>2026-11-23T10:01:07.000Z</LastModified><ETag>\"9dd4\"</ETag><Size>\(size)</Size><Owner><ID>o</ID></Owner></Version>"
    }

    static func marker(_ key: String, _ version: String) -> String {
        "<DeleteMarker><Key>\(key)</Key><VersionId>\(version)</VersionId><IsLatest>true</IsLatest>"
            + "<LastModified>2026-11-23T10:01:07Z</LastModified></DeleteMarker>"
    }

    private func read(_ text: String) throws(StorageError) -> ObjectVersions { try ObjectVersions(parsing: Array(text.utf8)) }

    @Test func `a page has versions and delete markers in their order`() throws {
        let page = try read(
            Self.page(
                Self.marker("a", "m1") + Self.version("a", "v2", latest: "false") + Self.version("a", "null", latest: "false", size: "0")))
        #expect(page.versions.map(\.version) == ["m1", "v2", "null"])
        #expect(page.versions.map(\.kind) == [.deleteMarker, .object(size: 3), .object(size: 0)])
        #expect(page.versions.map(\.isLatest) == [true, false, false])
        #expect(try page.versions.map(\.modified) == Array(repeating: Given.time(), count: 3))
        #expect(page.next == nil)
    }

    @Test func `keys are decoded where the page says that they are encoded`() throws {
        let encoded = "a+b%2Bc%26/%C3%A9%0A"
        let url = "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>a+%C3%A9</NextKeyMarker>"
        let decoded = try read(Self.page(Self.version(encoded), url))
        #expect(decoded.versions.map(\.key) == ["a b+c&/é\n"])
        #expect(decoded.next == ObjectVersions.Marker(key: "a é", version: nil))
        #expect(try read(Self.page(Self.version(encoded))).versions.map(\.key) == [encoded])
    }

    @Test func `the next page begins where the page says`() throws {
        let more = "<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>"
        #expect(try read(Self.page(Self.version("a"), more)).next == ObjectVersions.Marker(key: "k", version: "v"))
    }

    @Test(arguments: [
        "", "<html><body>Gateway Timeout</body></html>", "not XML", "<ListVersionsResult><IsTruncated>false</IsTruncated>",
        "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>", "<Error><Code>NoSuchBucket</Code></Error>",
        "<!DOCTYPE ListVersionsResult [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><ListVersionsResult><IsTruncated>false</IsTruncated>"
            + "<Prefix>&b;</Prefix></ListVersionsResult>",
        "<ListVersionsResult xmlns=\"urn:other\"><IsTruncated>false</IsTruncated></ListVersionsResult>",
        page("", ""), page("", "<IsTruncated>yes</IsTruncated>"), page("", "<IsTruncated>true</IsTruncated>"),
        page("", "<IsTruncated>true</IsTruncated><NextKeyMarker/>"), page(version("")), page(version("a", "")),
        page(version("a", latest: "maybe")), page(version("a", size: "-1")), page(version("a", size: "much")),
        page(version("a", size: "99999999999999999999")), page(version("a").replacing("2026-11-23T10", with: "yesterday")),
        page(version("a%2"), "<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"),
        page(version("a%FF"), "<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>"),
        page(version("a").replacing("<Version>", with: "<Version xmlns=\"urn:other\">")),
    ])
    func `what is no page of versions is refused`(text: String) {
        #expect(throws: StorageError(.unreadableAnswer, "")) { try read(text) }
    }

    @Test func `a page is not larger than one can be`() {
        let huge = Self.page(String(repeating: " ", count: ObjectRequest.maximumDocumentBytes))
        #expect(throws: StorageError(.unreadableAnswer, "")) { try read(huge) }
    }
}
