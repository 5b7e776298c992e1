import MessageSignatures
import XMLDocuments

/// The text of a `Signature` with all its namespaces, without white space that a verifier might keep or lose.
struct SignatureElement {
    let method: String
    let digest: [UInt8]
    let keyName: String
    let certificates: [[UInt8]]

    func text(signature: [UInt8]) -> String {
        let base64 = Base64Alphabet.standard
        let chain = certificates.map { "<ds:X509Certificate>\(base64.encode($0))</ds:X509Certificate>" }.joined()
        return """
            <ds:Signature xmlns:ds="\(EnvelopedSignature.namespace)"><ds:SignedInfo>\
            <ds:CanonicalizationMethod Algorithm="\(CanonicalMethod.exclusive.rawValue)"/><ds:SignatureMethod Algorithm="\(method)"/>\
            <ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="\(EnvelopedSignature.envelopedTransform)"/>\
            <ds:Transform Algorithm="\(CanonicalMethod.exclusive.rawValue)"/></ds:Transforms>\
            <ds:DigestMethod Algorithm="\(DigestMethod.sha256.rawValue)"/><ds:DigestValue>\(base64.encode(digest))</ds:DigestValue>\
            </ds:Reference></ds:SignedInfo><ds:SignatureValue>\(base64.encode(signature))</ds:SignatureValue>\
            <ds:KeyInfo><ds:KeyName>\(escaped(keyName))</ds:KeyName>\
            \(chain.isEmpty ? "" : "<ds:X509Data>\(chain)</ds:X509Data>")</ds:KeyInfo></ds:Signature>
            """
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
