import Testing
import TransparencyLog

@testable import ObjectStorage

@Suite struct LogCopyLayoutTests {
    /// `printf %s log.example/a | sha256sum`
    private static let hash = "b2d3e0cf2e483fbc179ff15f4e95ebef4f0ad5565d228215674c9ee83f0faf1d"

    @Test func `keys lie under the prefix and the hash of the origin, sizes in their order`() throws {
        let layout = try LogCopyLayout(prefix: "northwind/logs", origin: "log.example/a")
        #expect(layout.root == "northwind/logs/v1/\(Self.hash)/")
        #expect(layout.key(of: .file(TilePath(.hashes(level: 1), index: 1067))) == layout.root + "tile/1/x001/067")
        #expect(layout.key(of: .events(1067)) == layout.root + "events/x001/067")
        #expect(layout.key(of: .checkpoint(300)) == layout.root + "sealed/00000000000000000300/checkpoint")
        #expect(layout.sealed(9) < layout.sealed(10))
        #expect(try LogCopyLayout(prefix: "", origin: "log.example/a").root == "v1/\(Self.hash)/")
    }

    @Test func `each key is read as the part that it is of, and no other is`() throws {
        let layout = try LogCopyLayout(prefix: "p", origin: "log.example/a")
        let parts: [LogCopyLayout.Part] = [
            .file(TilePath(.entries, index: 0)), .file(TilePath(.hashes(level: 2), index: 5)), .events(0), .events(70_000), .checkpoint(0),
            .checkpoint(.max), .partial(300, TilePath(.entries, index: 1, width: 44)), .partialEvents(300),
            .erased(String(repeating: "0f", count: 32)),
        ]
        for part in parts { #expect(layout.part(of: layout.key(of: part)) == part) }
        for key in [
            "tile/0/000.p/5", "tile/0/00", "events/000.p/5", "events/", "sealed/300/checkpoint", "sealed/00000000000000000300/",
            "sealed/00000000000000000300/tile/0/000", "sealed/-0000000000000000001/checkpoint", "erased/0f", "checkpoint", "",
        ] { #expect(layout.part(of: layout.root + key) == nil, "\(key)") }
        #expect(layout.part(of: "other/tile/0/000") == nil)
    }

    @Test(arguments: ["/a", "a/", "a//b", "..", "a/./b", "a b", "ä", String(repeating: "a", count: 201)])
    func `a prefix that would not stand in a key as it is written is refused`(_ prefix: String) {
        #expect(throws: StorageError(.invalidRequest, "")) { try LogCopyLayout(prefix: prefix, origin: "log.example/a") }
    }
}
