/// Why a document's signature is not accepted, or none could be made. Equality is by code.
package struct XMLSignatureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The rule that was not kept; raw values are stable.
    package enum Code: String, Sendable, CaseIterable {
        /// The bytes are not an XML document that is read.
        case unreadable
        /// The document has no signature.
        case unsigned
        /// It has one already where one is to be made.
        case signedAlready = "signed-already"
        /// The signature is of another form than one, enveloped, over the whole document.
        case form
        /// A method of signature or digest that is not known or not allowed.
        case method
        /// No key that is trusted has its name or its method.
        case unknownKey = "unknown-key"
        /// The key may not be used at that time.
        case keyNotUsable = "key-not-usable"
        /// The document was changed after it was signed.
        case digest
        /// The signature is not that key's.
        case signature
        /// The key refused to sign.
        case refused
    }

    /// What equality goes by.
    package let code: Code
    /// One sentence for a person: what was expected and what came.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(code.rawValue): \(message)" }

    package static func == (left: XMLSignatureError, right: XMLSignatureError) -> Bool { left.code == right.code }
}
