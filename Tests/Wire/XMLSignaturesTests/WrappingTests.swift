import MessageSignatures
import Testing

@testable import XMLSignatures

/// Ways of keeping a good signature while showing other content; each is refused by the form alone.
@Suite struct WrappingTests {
    private func refusal(_ change: (String) throws -> String) throws -> XMLSignatureError? {
        let (document, key) = try XMLSignatureTests.signed()
        let changed = try change(document)
        #expect(changed != document)
        do throws(XMLSignatureError) {
            _ = try XMLSignature.signer(of: Array(changed.utf8), keys: KeySet([key.verificationKey]))
            return nil
        } catch { return error }
    }

    private func signature(in document: String) throws -> Substring {
        let start = try #require(document.firstRange(of: "<ds:Signature "))
        let end = try #require(document.firstRange(of: "</ds:Signature>"))
        return document[start.lowerBound..<end.upperBound]
    }

    @Test func `a signature within a row is not over the document`() throws {
        let error = try refusal { document in
            let signature = try signature(in: document)
            return document.replacing(signature, with: "").replacing("<row id=\"2\"/>", with: "<row id=\"2\">\(signature)</row>")
        }
        #expect(error?.code == .form)
        #expect(error?.message.contains("child of the root") == true)
    }

    @Test func `the signed document within another is not that one`() throws {
        let error = try refusal { document in
            let body = document.replacing("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", with: "")
            return "<r:report xmlns:r=\"urn:report\"><row xmlns=\"urn:rows\" id=\"9\"/>\(body)</r:report>"
        }
        #expect(error?.code == .form)
    }

    @Test func `two signatures are one too many`() throws {
        let error = try refusal { document in document.replacing("</r:report>", with: "\(try signature(in: document))</r:report>") }
        #expect(error?.code == .form)
        #expect(error?.message.contains("got 2") == true)
    }

    @Test(arguments: [
        ("<ds:Reference URI=\"\">", "<ds:Reference URI=\"#part\">"), ("<ds:Reference URI=\"\">", "<ds:Reference>"),
        ("<ds:Reference URI=\"\">", "<ds:Reference URI=\"https://example.org/other.xml\">"),
        ("<ds:Reference URI=\"\">", "<ds:Reference URI=\"\" Type=\"urn:other\">"),
        (
            "<ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>",
            "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>true()</ds:XPath></ds:Transform>"
        ),
        ("</ds:Transforms>", "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/></ds:Transforms>"),
        ("</ds:SignedInfo>", "<ds:Reference URI=\"\"/></ds:SignedInfo>"), ("<ds:KeyInfo>", "<ds:Object/><ds:KeyInfo>"),
        ("</ds:KeyInfo>", "</ds:KeyInfo><ds:Object><row/></ds:Object>"), ("<ds:DigestValue>", "<ds:DigestValue>!"),
        ("<ds:SignatureValue>", "<ds:SignatureValue>="), ("http://www.w3.org/2001/10/xml-exc-c14n#", "urn:form-of-my-own"),
        ("#ecdsa-sha256\"/>", "#ecdsa-sha256\"><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>"),
    ])
    func `a form that is not read is refused`(old: String, new: String) throws {
        let error = try refusal { document in
            #expect(document.contains(old))
            return document.replacing(old, with: new)
        }
        #expect(error?.code == .form, "\(error.map(String.init(describing:)) ?? "accepted")")
    }
}
