import Testing

@testable import JSONSchema

@Suite struct FormatTests {
    @Test(
        arguments: [
            (Format.dateTime, "2026-10-15T10:00:00Z"), (.date, "2024-02-29"), (.time, "23:59:60Z"), (.time, "08:30:06.283185+00:20"),
            (.duration, "P3W"), (.duration, "P1Y2M3DT4H5M6S"), (.duration, "PT36H"),
            (.duration, "P1DT12H"), (.email, "joe.bloggs@example.com"), (.email, "\"joe bloggs\"@example.com"), (.email, "a@[127.0.0.1]"),
            (.email, "a@[IPv6:::1]"), (.idnEmail, "실례@실례.테스트"),
            (.hostname, "www.example.com"), (.hostname, "xn--4gbwdl.xn--wgbh1c"), (.idnHostname, "실례.테스트"), (.idnHostname, "l·l"),
            (.ipv4, "192.168.0.1"), (.ipv6, "::ffff:192.168.0.1"), (.ipv6, "1::8"), (.ipv6, "::"),
            (.uri, "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66"), (.uri, "http://[::1]:8080/a?b#c"), (.uri, "http://[v1.a:b]"),
            (.uriReference, "../a?b"), (.uriReference, ""), (.iri, "http://ƒøø.ßår/?∂éœ=πîx#πîüx"),
            (.iriReference, "/âππ"), (.uuid, "2EB8AA08-aa98-11ea-b4aa-73b441d16380"), (.uriTemplate, "http://a/{+b}{?c*,d:3}"),
            (.jsonPointer, "/a~0b"), (.relativeJSONPointer, "120/foo"), (.relativeJSONPointer, "0#"),
            (.regex, "(a)\\1"),
        ] as [(Format, String)])
    func `well-formed text is accepted`(format: Format, text: String) { #expect(format.accepts(text)) }

    @Test(
        arguments: [
            (Format.dateTime, "2026-10-15"), (.date, "2023-02-29"), (.date, "2026-1-05"), (.time, "22:59:60Z"), (.time, "08:30:06"),
            (.time, "24:00:00Z"), (.duration, "P"), (.duration, "PT"), (.duration, "P1Y2W"),
            (.duration, "P1D2H"), (.duration, "PT1D"), (.duration, "P2D1Y"), (.duration, "P1Y3D"), (.duration, "P1"), (.duration, "4DT"),
            (.duration, "P1.5D"), (.duration, "P٢D"), (.duration, "P1W2D"), (.email, "2962"), (.email, ".a@b.c"),
            (.email, "a..b@c.d"), (.email, "a@[127.0.0.300]"), (.email, "a b@c.d"), (.email, "ü@example.com"), (.idnEmail, "2962"),
            (.hostname, "-a.b"), (.hostname, "a_b"), (.hostname, ""), (.hostname, "xn--X"),
            (.idnHostname, "〮한국"), (.idnHostname, "a·l"), (.ipv4, "1.2.3"), (.ipv4, "01.2.3.4"), (.ipv4, "1.2.3.256"),
            (.ipv6, "1:2:3:4:5:6:7:8:9"), (.ipv6, "::1%eth0"), (.ipv6, "1::2::3"), (.ipv6, ":1:2:3:4:5:6:7"),
            (.ipv6, "12345::"), (.uri, "/abc"), (.uri, "http://a b"), (.uri, "http://a:x"), (.uri, "http://[::1"), (.uri, "http://é"),
            (.uri, "http://a/%zz"), (.uriReference, "\\\\a"), (.uriReference, "1a:b"), (.iri, "/âππ"),
            (.iriReference, "#ƒrägmênt[]"), (.uuid, "2eb8aa08aa9811eab4aa73b441d16380"), (.uuid, "2eb8aa08-aa98-11ea-b4aa-73b441d1638g"),
            (.uriTemplate, "http://a/{b"), (.uriTemplate, "{a:0}"), (.jsonPointer, "a"), (.jsonPointer, "/~2"),
            (.relativeJSONPointer, "-1/a"), (.relativeJSONPointer, "01/a"), (.relativeJSONPointer, "/a"), (.relativeJSONPointer, "0##"),
            (.regex, "^(abc]"),
        ] as [(Format, String)])
    func `anything else is refused`(format: Format, text: String) { #expect(!format.accepts(text)) }

    @Test(arguments: [("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"), ("bücher", "bcher-kva"), ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn")])
    func `Punycode goes both ways`(text: String, encoded: String) {
        // RFC 3492 §7.1 (A), (B).
        #expect(Punycode.encoded(Array(text.unicodeScalars)) == Array(encoded.utf8))
        #expect(Punycode.decoded(Array(encoded.utf8)[...]) == Array(text.unicodeScalars))
    }

    @Test(
        arguments: [
            ("../c", "http://a/b/d;p?q", "http://a/c"), ("g;x=1/../y", "http://a/b/c/d;p?q", "http://a/b/c/y"),
            ("?y", "http://a/b/c/d;p?q", "http://a/b/c/d;p?y"), ("//g", "http://a/b", "http://g"), ("g:h", "http://a/b", "g:h"),
            ("../../../g", "http://a/b/c/d;p?q", "http://a/g"), ("x", "", "x"), ("#f", "urn:a:b", "urn:a:b#f"),
            (".", "http://a/b/c/d", "http://a/b/c/"),
        ] as [(String, String, String)])
    func `references resolve as in RFC 3986 §5.4`(reference: String, base: String, expected: String) {
        #expect(URIReference(reference).resolved(against: URIReference(base)).text == expected)
    }
}
