/// The one signature over a whole document that stands within it, as it was read: what was signed, by which methods, with which outcome.
/// (W3C XML Signature Syntax and Processing 1.1 §4.)
package struct EnvelopedSignature: Sendable, Hashable {
    /// `http://www.w3.org/2000/09/xmldsig#`
    package static let namespace = "http://www.w3.org/2000/09/xmldsig#"
    /// The transform that takes the signature itself out of what it signs (§6.6.4).
    package static let envelopedTransform = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"

    /// What the signature is over: `SignedInfo` in the canonical form that it names.
    package let signedInfo: [UInt8]
    /// The algorithm of the signature, a URI.
    package let signatureMethod: String
    /// As it stands there: Base64 with white space.
    package let signatureValue: String
    /// What the digest is over: the document without the signature, in the canonical form that the transforms name.
    package let digested: [UInt8]
    /// The algorithm of the digest, a URI.
    package let digestMethod: String
    /// As it stands there: Base64 with white space.
    package let digestValue: String
    /// `KeyName`, when there is one.
    package let keyName: String?
    /// The certificates of `X509Data`, Base64 with white space, in order. A claim of the signer, not yet a reason to trust.
    package let certificates: [String]
    /// Where the signature starts, 1-based.
    package let line: Int
}
