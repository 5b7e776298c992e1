import Foundation
import TestSupport
import Testing

@testable import Documents

/// Documents that another program brought into the canonical form of RFC 8785.
@Suite(.enabled(if: OutsideExchange.folder != nil, Comment(rawValue: OutsideExchange.reason))) struct OutsideCanonicalTests {
    @Test func `documents have the canonical form that others find`() throws {
        let files = try OutsideExchange.theirs("json")
        let theirs = Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.bytes) })
        var (judged, different) = (0, 0)
        for (name, bytes) in files where name.hasSuffix(".json") {
            let ours = try JSONReader.read(bytes).canonicalBytes()
            let expected = try #require(theirs[name.replacing(".json", with: ".canonical")], "\(name)")
            #expect(ours == expected, "\(name): \(String(decoding: ours, as: UTF8.self).prefix(400))")
            #expect(try JSONReader.read(ours).canonicalBytes() == ours, "\(name): the form of the form")
            different += ours == bytes ? 0 : 1
            try OutsideExchange.write(ours, as: name, of: "json")
            judged += 1
        }
        #expect(judged == 400)
        #expect(different > 300, "hardly a document needed a change: these show nothing")
        print("theirs-json: \(judged) judged")
    }
}
