import MessageSignatures
import TestSupport
import Testing
import XMLDocuments

@testable import XMLSignatures

/// Damaged signed documents: none passes for signed unless it says the same.
@Suite(.serialized) struct MutationTests {
    @Test func `no damaged document has a signer, unless it says the same`() throws {
        let (signed, key) = try XMLSignatureTests.signed(.ed25519)
        let keys = KeySet([key.verificationKey])
        let genuine = try XMLDocument(parsing: Array(signed.utf8)).envelopedSignature()
        let tokens = [
            "<ds:Signature xmlns:ds=\"\(EnvelopedSignature.namespace)\"/>", "<ds:Object/>", "<row id=\"3\"/>", " URI=\"#x\"", " Id=\"x\"",
            "<!-- -->",
            "<ds:Reference URI=\"\">", "</ds:Reference>", "</ds:Signature>", "xmldsig#", "#sha512", "ds:", "<r:report/>", " ", "\n", "AAAA",
            "&#13;",
            "<ds:KeyName>", "<?pi?>", "<![CDATA[", "]]>", " xml:id=\"a\"", "xmlns:a=\"urn:a\"",
        ]
        let tally = Mutations(seed: 70, of: [signed], tokens: tokens).tally { bytes in
            do throws(XMLSignatureError) {
                _ = try XMLSignature.signer(of: bytes, keys: keys)
            } catch { return error.message.isEmpty ? .broken("a refusal without words") : .refused }
            // Comments, white space within tags and what is not signed in Signature itself may differ; what is signed may not.
            guard let read = try? XMLDocument(parsing: bytes).envelopedSignature(), read.digested == genuine.digested,
                read.signedInfo == genuine.signedInfo
            else { return .broken("passes for signed") }
            return .accepted
        }
        #expect(tally.isSound, "\(tally)")
    }
}
