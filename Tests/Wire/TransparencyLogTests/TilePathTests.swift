import Testing

@testable import TransparencyLog

@Suite struct TilePathTests {
    @Test func `a path is written and read back`() throws {
        let paths = [
            "tile/0/000", "tile/63/x001/000", "tile/1/x001/x234/067.p/8", "tile/entries/000", "tile/entries/x012/345.p/255",
            "tile/0/x009/x223/x372/x036/x854/x775/807",
        ]
        for path in paths { #expect(try TilePath(parsing: path).description == path) }
        #expect(TilePath(.entries, index: 1_234_067, width: 8).description == "tile/entries/x001/x234/067.p/8")
    }

    @Test func `everything else is refused`() {
        let paths = [
            "", "tile", "tile/0", "tile/0/", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/0/0", "tile/0/0000", "tile/0/x000",
            "tile/0/x000/001",
            "tile/0/001/000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/x",
            "tile/0/000/p/1", "tile/entrie/000", "tile/0/../000", "/tile/0/000", "tile/0/000/", "tile/0/ 00", "tile/0/+00",
            "tile/0/x009/x223/x372/x036/x854/x775/808",
            "tile/0/x999/x999/x999/x999/x999/x999/999", "tile/0/000.p/1/x000.p/1", "tile/0/000.p/1.p/1", "tile/0/y001/000", "checkpoint",
            "tile//000",
            String(repeating: "tile/", count: 1000),
        ]
        for path in paths { #expect(throws: LogError(.malformed, ""), "\(path)") { try TilePath(parsing: path) } }
    }

    @Test func `the shape of a tree is bounded at both ends`() {
        #expect(TreeShape(size: 0).levels == 0)
        #expect(TreeShape(size: 0).width(level: 0, index: 0) == 0)
        #expect(TreeShape(size: Int64.max).levels == 8)
        #expect(TreeShape(size: Int64.max).count(level: 9) == 0)
        #expect(TreeShape(size: 300).width(level: 0, index: 1) == 44)
        #expect(TreeShape(size: 300).width(level: 0, index: 2) == 0)
    }
}
