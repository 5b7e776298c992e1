import Documents
import MessageSignatures
import Testing
import XMLDocuments

@testable import XMLSignatures

@Suite struct XMLSignatureTests {
    static let document = Array(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <r:report xmlns:r="urn:report" xmlns="urn:rows" day='2026-10-15'>
          <row id="1">ä &amp; <b xmlns:unused="urn:unused">1&#13;</b></row>
          <!-- a comment -->
          <row id="2"/>
        </r:report>
        """.utf8)

    static func signed(_ algorithm: SignatureAlgorithm = .ecdsaP256SHA256) throws -> (document: String, key: SigningKey) {
        let key = try SigningKey.generate(algorithm, keyID: "operator & <1>")
        return (String(decoding: try XMLSignature.signed(document, by: key), as: UTF8.self), key)
    }

    static func signer(of document: String, _ keys: SigningKey...) throws -> XMLSignature.Signer {
        try XMLSignature.signer(of: Array(document.utf8), keys: KeySet(keys.map(\.verificationKey)))
    }

    @Test(arguments: [SignatureAlgorithm.ed25519, .ecdsaP256SHA256, .ecdsaP384SHA384, .rsaPSSSHA512, .rsaV15SHA256])
    func `a signed document names its signer`(algorithm: SignatureAlgorithm) throws {
        let (document, key) = try Self.signed(algorithm)
        let signer = try Self.signer(of: document, try SigningKey.generate(algorithm, keyID: "another"), key)
        #expect(signer == XMLSignature.Signer(keyID: "operator & <1>", algorithm: algorithm))
    }

    @Test(arguments: [
        ("day=\"2026-10-15\"", "day='2026-10-15'"), ("<row id=\"2\"/>", "<row   id='2'></row>"), ("<!-- a comment -->", ""),
        ("ä &amp; ", "&#xe4; &#38; "), ("<row id=\"1\">", "<row xmlns:more=\"urn:more\" id=\"1\">"),
    ])
    func `what does not change the content is allowed`(old: String, new: String) throws {
        let (document, key) = try Self.signed()
        #expect(document.contains(old))
        #expect(try Self.signer(of: document.replacing(old, with: new), key).keyID == key.keyID)
    }

    @Test(arguments: [
        ("id=\"2\"", "id=\"3\""), ("ä", "a"), ("<row id=\"2\"/>", ""), ("day=\"2026-10-15\"", "day=\"2026-10-16\""),
        ("urn:rows", "urn:other"), ("  <row id=\"2\"/>", "<row id=\"2\"/>"), ("1&#13;", "1\n"),
    ])
    func `every change of the content is found`(old: String, new: String) throws {
        let (document, key) = try Self.signed()
        #expect(document.contains(old))
        #expect(throws: XMLSignatureError(.digest, "")) { try Self.signer(of: document.replacing(old, with: new), key) }
    }

    @Test func `a digest made to fit breaks the signature`() throws {
        let (document, key) = try Self.signed()
        let other = document.replacing("id=\"2\"", with: "id=\"3\"")
        let parts = other.split(separator: "DigestValue>").map(String.init)
        let changed = try XMLDocument(parsing: Array(other.utf8)).envelopedSignature()
        let fitting = Base64Alphabet.standard.encode(DigestMethod.sha256.digest(of: changed.digested)) + "</ds:"
        let forged = [parts[0], fitting, parts[2]].joined(separator: "DigestValue>")
        #expect(throws: XMLSignatureError(.signature, "")) { try Self.signer(of: forged, key) }
    }

    @Test func `only a key that is trusted counts`() throws {
        let (document, key) = try Self.signed()
        let stranger = try SigningKey.generate(.ecdsaP256SHA256, keyID: "stranger")
        #expect(throws: XMLSignatureError(.unknownKey, "")) { try Self.signer(of: document, stranger) }
        let impostor = try SigningKey.generate(.ecdsaP256SHA256, keyID: key.keyID)
        #expect(throws: XMLSignatureError(.signature, "")) { try Self.signer(of: document, impostor) }
        let ofAnotherKind = try SigningKey.generate(.ed25519, keyID: key.keyID)
        #expect(throws: XMLSignatureError(.unknownKey, "")) { try Self.signer(of: document, ofAnotherKind) }
        let nameless = document.replacing("<ds:KeyName>operator &amp; &lt;1&gt;</ds:KeyName>", with: "")
        #expect(nameless != document)
        #expect(try Self.signer(of: nameless, stranger, key).keyID == key.keyID)
        #expect(throws: XMLSignatureError(.signature, "")) { try Self.signer(of: nameless, stranger) }
    }

    @Test func `a key counts only in its time`() throws {
        let (document, key) = try Self.signed()
        let until = try Timestamp(parsing: "2026-10-31T00:00:00Z")
        let keys = KeySet([key.verificationKey.annotated(notAfter: until)])
        #expect(try XMLSignature.signer(of: Array(document.utf8), keys: keys, at: until).keyID == key.keyID)
        let later = try Timestamp(parsing: "2026-10-31T00:00:01Z")
        #expect(throws: XMLSignatureError(.keyNotUsable, "")) {
            try XMLSignature.signer(of: Array(document.utf8), keys: keys, at: later)
        }
    }

    @Test func `methods that are not asked for are refused`() throws {
        let (document, key) = try Self.signed(.rsaV15SHA256)
        let keys = KeySet([key.verificationKey])
        #expect(throws: XMLSignatureError(.method, "")) {
            try XMLSignature.signer(of: Array(document.utf8), keys: keys, algorithms: SignatureAlgorithm.recommended)
        }
        for (old, new) in [
            ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
            ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
            ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1"),
        ] {
            #expect(document.contains(old))
            #expect(throws: XMLSignatureError(.method, "")) { try Self.signer(of: document.replacing(old, with: new), key) }
        }
    }

    @Test func `a shared secret signs no document`() throws {
        let key = try SigningKey(secret: [UInt8](repeating: 7, count: 32), keyID: "secret")
        #expect(throws: XMLSignatureError(.method, "")) { try XMLSignature.signed(Self.document, by: key) }
    }

    @Test func `a document is signed once`() throws {
        let (document, key) = try Self.signed()
        #expect(throws: XMLSignatureError(.signedAlready, "")) { try XMLSignature.signed(Array(document.utf8), by: key) }
        #expect(throws: XMLSignatureError(.unsigned, "")) { try Self.signer(of: String(decoding: Self.document, as: UTF8.self), key) }
    }

    @Test(arguments: ["", "<a>", "<!DOCTYPE a><a/>", "text"])
    func `what is no document is neither signed nor verified`(text: String) throws {
        let key = try SigningKey.generate(.ed25519)
        #expect(throws: XMLSignatureError(.unreadable, "")) { try XMLSignature.signed(Array(text.utf8), by: key) }
        #expect(throws: XMLSignatureError(.unreadable, "")) { try Self.signer(of: text, key) }
    }

    @Test func `the owner's certificates are in the signature`() throws {
        let key = try SigningKey.generate(.ed25519)
        let document = try XMLSignature.signed(Self.document, by: key, certificates: [[1, 2, 3], [4]])
        #expect(try XMLDocument(parsing: document).envelopedSignature().certificates == ["AQID", "BA=="])
        #expect(try Self.signer(of: String(decoding: document, as: UTF8.self), key).keyID == key.keyID)
    }
}
