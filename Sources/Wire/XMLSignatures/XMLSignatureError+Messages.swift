import MessageSignatures

extension XMLSignatureError {
    static func signatureMethod(_ name: String) -> XMLSignatureError {
        XMLSignatureError(.method, "the signature method `\(name)` is not accepted")
    }

    static func digestMethod(_ name: String) -> XMLSignatureError {
        XMLSignatureError(.method, "the digest method `\(name)` is not accepted; expected SHA-256, SHA-384 or SHA-512")
    }

    static func unknownKey(_ name: String?, _ algorithm: SignatureAlgorithm) -> XMLSignatureError {
        XMLSignatureError(.unknownKey, "no trusted key for \(algorithm.rawValue)" + (name.map { " is called `\($0)`" } ?? ""))
    }

    static let signedAlready = XMLSignatureError(.signedAlready, "the document has a signature already")

    static let digest = XMLSignatureError(.digest, "the document is not the one that was signed: its digest differs from DigestValue")

    static func signature(_ name: String?) -> XMLSignatureError {
        XMLSignatureError(.signature, "the signature is not one of " + (name.map { "the key `\($0)`" } ?? "any trusted key"))
    }

    static func keyNotUsable(_ id: String) -> XMLSignatureError {
        XMLSignatureError(.keyNotUsable, "the key `\(id)` may not be used at that time")
    }
}
