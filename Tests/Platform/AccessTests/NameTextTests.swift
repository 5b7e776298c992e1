import Testing

@testable import Access

/// Names as OpenSSL 3 and the reader of certificates write them; what RFC 4514 §4 gives as examples.
@Suite struct NameTextTests {
    @Test(
        arguments: [
            // `openssl x509 -subject -nameopt RFC2253`, and the text of the certificate's reader.
            ("emailAddress=api@regulator.test,CN=ukgc", "E=api@regulator.test,CN=ukgc"), ("serialNumber=42,CN=ukgc", "2.5.4.5=42,CN=ukgc"),
            ("CN=Lu\\C4\\8Di\\C4\\87", "CN=Lučić"), ("CN=ukgc,O=Regulator\\2C Inc.", "CN=ukgc,O=Regulator\\, Inc."),
            ("cn=ukgc, o=Regulator", "CN=ukgc,O=Regulator"), ("CN = ukgc , C=GB", "CN=ukgc,C=GB"), ("OID.2.5.4.3=ukgc", "CN=ukgc"),
            ("CN=#0C04756B6763", "CN=ukgc"), ("CN=#1304756b6763", "CN=ukgc"), ("OU=Sales+CN=J. Smith,O=x", "CN=J. Smith+OU=Sales,O=x"),
            ("CN=\\ ukgc\\ ", "CN=\\20ukgc\\20"), ("CN=\\#1", "CN=\\231"),
        ] as [(String, String)])
    func `tools that write a name otherwise mean the same name`(_ left: String, _ right: String) throws {
        #expect(try #require(NameText.normal(left)) == #require(NameText.normal(right)))
    }

    @Test(
        arguments: [
            ("CN=ukgc", "CN=UKGC"), ("CN=ukgc,O=x", "O=x,CN=ukgc"), ("CN=ukgc", "OU=ukgc"), ("CN=ukgc", "CN=ukgc,O=x"),
            ("CN=ukgc", "CN=\\ ukgc"), ("CN=a\\,O=x", "CN=a,O=x"), ("CN=a\\+OU=b", "CN=a+OU=b"), ("CN=é", "CN=e\u{301}"),
            ("CN=#0C04756B6763", "CN=\\#0C04756B6763"), ("2.5.4.3=ukgc", "2.5.4.33=ukgc"), ("CN=#0401FF", "CN=0401ff"),
        ] as [(String, String)])
    func `names that differ stay two`(_ left: String, _ right: String) throws {
        let pair = (try #require(NameText.normal(left)), try #require(NameText.normal(right)))
        #expect(pair.0 != pair.1)
    }

    @Test(
        arguments: [
            "", "ukgc", "=ukgc", "CN=a,", "CN=a,,O=b", "CN=\"a\"", "CN=a;O=b", "CN=a\\", "CN=a\\g", "CN=\\FF", "CN=#0", "CN=#",
            "CN=#0C05756B6763",
            "/CN=ukgc/O=x", "nickname=ukgc", "2..5=a", "CN=<a>",
        ])
    func `what is no name, or of kinds that nobody knows, is none`(_ text: String) {
        #expect(NameText.normal(text) == nil)
    }
}
