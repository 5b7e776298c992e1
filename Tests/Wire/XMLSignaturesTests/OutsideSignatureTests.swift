import MessageSignatures
import TestSupport
import Testing

@testable import XMLSignatures

/// Documents that xmlsec1 and signxml signed, and some for them to judge.
@Suite(.enabled(if: OutsideExchange.folder != nil, Comment(rawValue: OutsideExchange.reason))) struct OutsideSignatureTests {
    private func key(_ name: String, _ algorithm: SignatureAlgorithm) throws -> SigningKey {
        try SigningKey(pem: try OutsideExchange.key(name), keyID: name, algorithm: algorithm)
    }

    @Test func `documents that others signed are judged rightly`() throws {
        var judged = 0
        for (name, bytes) in try OutsideExchange.theirs("xml") {
            let parts = name.split(separator: ".").map(String.init)
            let algorithm = try #require(SignatureAlgorithm(rawValue: parts[0]))
            let keys = KeySet([try key(parts[1], algorithm).verificationKey])
            #expect(throws: Never.self, "\(name)") { try XMLSignature.signer(of: bytes, keys: keys) }
            let altered = String(decoding: bytes, as: UTF8.self).replacing("<row/>", with: "<row>1</row>")
            #expect(throws: XMLSignatureError(.digest, ""), "\(name)") { try XMLSignature.signer(of: Array(altered.utf8), keys: keys) }
            judged += 2
        }
        #expect(judged == 48)
        print("theirs-xml: \(judged) judged")
    }

    @Test(arguments: [
        (SignatureAlgorithm.rsaV15SHA256, "rsa"), (.rsaPSSSHA512, "rsa"), (.ecdsaP256SHA256, "p256"), (.ecdsaP384SHA384, "p384"),
    ])
    func `documents for others to judge`(algorithm: SignatureAlgorithm, name: String) throws {
        let document =
            "<?xml version='1.0'?><r:report xmlns:r='urn:report' xmlns='urn:rows' a='ä'>\n<row b='2' a='1'>x&#13;</row><row/></r:report>"
        let signed = try XMLSignature.signed(Array(document.utf8), by: try key(name, algorithm))
        try OutsideExchange.write(signed, as: "\(algorithm.rawValue).\(name).xml", of: "xml")
    }
}
