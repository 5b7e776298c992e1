import ServerKit
import Testing

@Suite struct CallbackURLTests {
    @Test(arguments: [
        ("HTTPS://Reports.Example/In?a=B&c=%2F", "https://reports.example/In?a=B&c=%2F"), ("https://a:443", "https://a"),
        ("https://a:8443/", "https://a:8443/"), ("https://a?x=1", "https://a?x=1"),
        ("https://127.0.0.1:1/x", "https://127.0.0.1:1/x"), ("https://[2606:2800:0:0::1]/", "https://[2606:2800::1]/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"), ("https://4.example/@me", "https://4.example/@me"),
    ])
    func `a URL is read and written again`(text: String, written: String) throws {
        let url = try #require(CallbackURL(text))
        #expect(url.description == written)
        #expect(CallbackURL(written) == CallbackURL(url.description))
    }

    @Test func `host, port and target are told apart`() throws {
        let url = try #require(CallbackURL("https://reports.example:65535/a/b?c"))
        #expect(url.host == .name("reports.example") && url.port == 65535 && url.target == "/a/b?c")
        let bare = try #require(CallbackURL("https://[::1]"))
        #expect(bare.host == .address(try #require(IPAddress("::1"))) && bare.port == nil && bare.target.isEmpty)
        #expect(bare.host.isPrivate && !url.host.isPrivate)
    }

    @Test(arguments: [
        "", "https://", "https:///x", "https:/a", "https:a", "//a/", "http://a/", "https://a#f", "https://a/#", "https://a:/",
        "https://a:0", "https://a:065", "https://a:65536", "https://a:999999", "https://a:+1", "https://a:1:2", "https://a]",
        "https://[::1",
        "https://[::1]a", "https://[::1%25eth0]/", "https://[fe80::1%eth0]/", "https://[a]", "https://[]", "https://[::ffff:8.8.8.8]/",
        "https://a..b/", "https://.a/", "https://a./", "https://-a/", "https://a-/", "https://a_b/", "https://a/%", "https://a/%2",
        "https://a/%zz", "https://a/\"", "https://a/{b}", "https://1.2.3/", "https://1.2.3.4.5/", "https://a.0x/", "https://a.1/",
        "https://01.2.3.4/", "https://256.1.1.1/", "https://user:word@a/", "https://a\\@b/", "https://a/\\b",
    ])
    func `whatever could be read in two ways is not read`(text: String) {
        #expect(CallbackURL(text) == nil)
    }

    @Test func `names and URLs have an end`() {
        let label = String(repeating: "a", count: 63)
        let name = "\(label).\(label).\(label).\(String(repeating: "a", count: 61))"
        #expect(CallbackURL("https://\(name)/") != nil)
        #expect(CallbackURL("https://\(name)a/") == nil)
        #expect(CallbackURL("https://a\(label).example/") == nil)
        let path = String(repeating: "p", count: 2048 - "https://a/".utf8.count)
        #expect(CallbackURL("https://a/\(path)") != nil)
        #expect(CallbackURL("https://a/\(path)p") == nil)
    }

    @Test func `every byte that is not of a name ends the host or refuses the URL`() {
        let ofNames = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.".utf8)
        for byte in UInt8(0)...127 {
            let name = "reports\(UnicodeScalar(byte))evil.example"
            let host = CallbackURL("https://\(name)/")?.host
            switch byte {
            case UInt8(ascii: "/"), UInt8(ascii: "?"): #expect(host == .name("reports"))
            default: #expect(host == (ofNames.contains(byte) ? .name(name.lowercased()) : nil), "byte \(byte)")
            }
        }
    }
}
