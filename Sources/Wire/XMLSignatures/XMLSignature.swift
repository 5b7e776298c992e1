package import Documents
package import MessageSignatures
package import XMLDocuments

/// Signatures that stand within the XML document which they are over (W3C XML Signature 1.1, enveloped).
package enum XMLSignature {
    /// Who signed a document.
    package struct Signer: Sendable, Hashable {
        /// Of the key whose signature it is.
        package let keyID: String
        package let algorithm: SignatureAlgorithm
    }

    /// Finds out who signed the whole document.
    ///
    /// The key is the one that `KeyName` names, or without a name any of that method. Certificates in the document are not looked at.
    /// - Parameters:
    ///   - algorithms: what is accepted; by default everything that is verified with public keys.
    ///   - time: when the key had to be usable; nil asks nothing.
    /// - Throws: `XMLSignatureError`, with the first rule that was not kept.
    package static func signer(
        of document: [UInt8], keys: KeySet, algorithms: Set<SignatureAlgorithm> = SignatureAlgorithm.asymmetric, at time: Timestamp? = nil,
        limits: XMLLimits = .standard
    ) throws(XMLSignatureError) -> Signer {
        let signature = try read(document, limits: limits)
        let known = SignatureAlgorithm.asymmetric.first { $0.xmlSignatureMethod == signature.signatureMethod }
        guard let algorithm = known, algorithms.contains(algorithm) else { throw .signatureMethod(signature.signatureMethod) }
        guard let digestMethod = DigestMethod(rawValue: signature.digestMethod) else { throw .digestMethod(signature.digestMethod) }
        guard let digest = decoded(signature.digestValue) else { throw XMLSignatureError(.form, "expected DigestValue in Base64") }
        guard let value = decoded(signature.signatureValue) else { throw XMLSignatureError(.form, "expected SignatureValue in Base64") }
        let candidates = keys.keys.filter { $0.algorithm == algorithm && (signature.keyName == nil || signature.keyName == $0.keyID) }
        guard !candidates.isEmpty else { throw .unknownKey(signature.keyName, algorithm) }
        guard digestMethod.digest(of: signature.digested) == digest else { throw .digest }
        guard let key = candidates.first(where: { $0.isValid(value, over: signature.signedInfo) }) else {
            throw .signature(signature.keyName)
        }
        if let time, !key.isUsable(at: time) { throw .keyNotUsable(key.keyID) }
        return Signer(keyID: key.keyID, algorithm: algorithm)
    }

    /// The document with a signature over it as the last child of its root: exclusive canonical form, SHA-256, `KeyName` of the key.
    ///
    /// The document is written anew in UTF-8; what it says is not changed.
    /// - Parameter certificates: those of the key's owner, DER, the owner's first; put into `X509Data`.
    /// - Throws: `XMLSignatureError` `unreadable`, `signed-already`, `method` for a shared secret, `refused`.
    package static func signed(
        _ document: [UInt8], by key: SigningKey, certificates: [[UInt8]] = [], limits: XMLLimits = .standard
    ) throws(XMLSignatureError) -> [UInt8] {
        guard let method = key.algorithm.xmlSignatureMethod else { throw .signatureMethod(key.algorithm.rawValue) }
        let digest: [UInt8]
        do throws(XMLError) {
            let plain = try XMLDocument(parsing: document, limits: limits)
            if plain.hasSignature { throw XMLError(.invalidSignature, "") }
            digest = DigestMethod.sha256.digest(of: try plain.canonicalBytes(.exclusive))
        } catch {
            if error.code == .invalidSignature { throw .signedAlready }
            throw XMLSignatureError(.unreadable, error.description)
        }
        let writer = SignatureElement(method: method, digest: digest, keyName: key.keyID, certificates: certificates)
        // What is signed is read from the document as a verifier reads it, with an empty signature in it.
        let draft = try appended(writer.text(signature: []), to: document, limits: limits)
        let signedInfo = try read(draft, limits: limits).signedInfo
        let value: [UInt8]
        do throws(KeyError) {
            value = try key.signature(over: signedInfo)
        } catch { throw XMLSignatureError(.refused, error.message) }
        return try appended(writer.text(signature: value), to: document, limits: limits)
    }

    private static func appended(_ element: String, to document: [UInt8], limits: XMLLimits) throws(XMLSignatureError) -> [UInt8] {
        do throws(XMLError) {
            return try XMLDocument(parsing: document, limits: limits).appending(element)
        } catch { throw XMLSignatureError(.unreadable, error.description) }
    }

    private static func read(_ document: [UInt8], limits: XMLLimits) throws(XMLSignatureError) -> EnvelopedSignature {
        do throws(XMLError) {
            return try XMLDocument(parsing: document, limits: limits).envelopedSignature()
        } catch {
            switch error.code {
            case .noSignature: throw XMLSignatureError(.unsigned, error.message)
            case .invalidSignature: throw XMLSignatureError(.form, error.message)
            default: throw XMLSignatureError(.unreadable, error.description)
            }
        }
    }

    /// Base64 with the white space that XML Schema allows in it.
    private static func decoded(_ text: String) -> [UInt8]? {
        Base64Alphabet.standard.decode(text.utf8.filter { ![9, 10, 13, 32].contains($0) })
    }
}
