import TestSupport
import Testing
import Transport

@testable import ObjectStorage

/// Damaged answers of a store: each is read or refused with words, and nothing foreign gets through.
@Suite(.serialized) struct MutationTests {
    private static let tokens = [
        "<Version>", "</Version>", "<Key/>", "url", "true", "<IsTruncated>true</IsTruncated>", "%2F", "%", "+", "&#x1;", "&amp;",
        "<![CDATA[",
        "]]>", "xmlns=\"urn:a\"", "<!DOCTYPE a>", "null", "<Error>", "<Code>NoSuchKey</Code>", "2026-11-23T10:01:07Z", "\u{0}",
    ]

    @Test func `damaged pages of versions are read or refused`() {
        let page = ObjectVersionsTests.page(
            ObjectVersionsTests.version("a+%C3%A9", "v1") + ObjectVersionsTests.marker("b", "v2"),
            "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextKeyMarker>b</NextKeyMarker>")
        let tally = Mutations(seed: 81, of: [page], tokens: Self.tokens).tally { bytes in
            do throws(StorageError) {
                let read = try ObjectVersions(parsing: bytes)
                guard read.versions.allSatisfy({ !$0.key.isEmpty && !$0.version.isEmpty }), read.next?.key != "" else {
                    return .broken("a version without a name")
                }
                return .accepted
            } catch { return error.code == .unreadableAnswer && !error.message.isEmpty ? .refused : .broken("\(error)") }
        }
        #expect(tally.isSound, "\(tally)")
    }

    @Test func `of damaged errors only words are kept`() {
        let text = "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code><Message>There is none.</Message><RequestId>R1</RequestId></Error>"
        let tally = Mutations(seed: 82, of: [text], tokens: Self.tokens + ["\u{1B}[31m", "\n"]).tally { bytes in
            let refusal = ServiceRefusal(IncomingResponse(status: 404, body: bytes))
            guard refusal.description.unicodeScalars.allSatisfy({ $0.value >= 32 && !(127..<160).contains($0.value) }) else {
                return .broken("a control character")
            }
            return refusal.code.isEmpty ? .refused : .accepted
        }
        #expect(tally.isSound, "\(tally)")
    }
}
