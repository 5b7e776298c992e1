import Crypto
import MessageSignatures

extension SignatureAlgorithm {
    /// The URI by which XML Signature knows the method (RFC 9231 §2.3); nil for shared secrets, which no document is signed with here.
    package var xmlSignatureMethod: String? {
        switch self {
        case .ed25519: "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519"
        case .ecdsaP256SHA256: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
        case .ecdsaP384SHA384: "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
        case .rsaPSSSHA512: "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"
        case .rsaV15SHA256: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
        case .hmacSHA256: nil
        }
    }
}

/// The digests that a reference may have; SHA-1 is none of them.
enum DigestMethod: String, CaseIterable {
    case sha256 = "http://www.w3.org/2001/04/xmlenc#sha256"
    case sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384"
    case sha512 = "http://www.w3.org/2001/04/xmlenc#sha512"

    func digest(of bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }
}
