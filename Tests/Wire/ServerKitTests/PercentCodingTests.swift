import ServerKit
import Testing

@Suite struct PercentCodingTests {
    @Test func `decoding is strict UTF-8`() {
        #expect(PercentCoding.decode("a%C3%A4%20b") == "aä b")
        #expect(PercentCoding.decode("") == "")
        for text in ["%", "%4", "%g0", "%c3", "%ff", "%ed%a0%80", "%c0%af", "a%00b", "%u0041"] {
            #expect(PercentCoding.decode(text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        ("/a/P-100001", "/a/P-100001"), ("/a/%50-%3100001", "/a/P-100001"), ("/a/%2f%3a", "/a/%2F%3A"), ("/a:b@c", "/a:b@c"),
        ("/%", "/%25"), ("/%4", "/%254"), ("/%g0%41", "/%25g0A"), ("/%c3%a4", "/%C3%A4"), ("/%00", "/%00"), ("", ""), ("/%2541", "/%2541"),
        ("/\u{e4} \"", "/%C3%A4%20%22"),
    ]) func `a path has one form for all of its spellings, and that form is its own`(path: String, canonical: String) {
        #expect(PercentCoding.canonical(path: path) == canonical)
        if !canonical.contains("%25") { #expect(PercentCoding.canonical(path: canonical) == canonical) }
    }

    @Test func `plus is a space in forms only`() {
        #expect(PercentCoding.decode("a+b%2B") == "a+b+")
        #expect(PercentCoding.decode("a+b%2B", plus: .space) == "a b+")
    }

    @Test func `pairs keep order and repetition`() throws {
        let pairs = try #require(PercentCoding.pairs("b=2&a=1&b=&c&d=e=f", plus: .space))
        #expect(pairs.map(\.name) == ["b", "a", "b", "c", "d"])
        #expect(pairs.map(\.value) == ["2", "1", "", "", "e=f"])
        #expect(PercentCoding.pairs("")?.isEmpty == true)
        for text in ["&", "a&", "=1", "a=%", "%=1"] { #expect(PercentCoding.pairs(text) == nil, "\(text)") }
    }
}
