/// Why a schema, document or query could not be used; equality by code.
package struct XMLError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, closed set.
    package enum Code: String, Sendable, CaseIterable {
        /// Not well-formed XML 1.0.
        case notWellFormed
        /// A document type declaration: refused, since with it come external entities and entity bombs.
        case documentType
        /// Larger or deeper than the limits allow.
        case tooLarge
        /// The file cannot be read.
        case unreadable
        /// The schema is not a valid XSD 1.0 schema.
        case invalidSchema
        /// The schema refers to another one outside its folder or on the network.
        case refusedReference
        /// The XPath expression is malformed, names an unbound prefix or costs too much.
        case invalidXPath
        /// There is no `Signature` in the document.
        case noSignature
        /// The signature is not of the one form that is read: over the whole document, enveloped.
        case invalidSignature
        /// A writer was given what XML cannot carry: a name, a character, or an end without a start.
        case notWritable
        /// libxml2 ran out of memory or failed without a reason.
        case failed
    }

    /// What went wrong.
    package let code: Code
    /// One sentence for a person.
    package let message: String
    /// Each single issue, when there are any; at most 100.
    package let issues: [XMLIssue]

    package init(_ code: Code, _ message: String, issues: [XMLIssue] = []) {
        self.code = code
        self.message = message
        self.issues = issues
    }

    package var description: String {
        guard let first = issues.first else { return message }
        return "\(message): \(first)" + (issues.count > 1 ? " (and \(issues.count - 1) more)" : "")
    }

    package static func == (left: XMLError, right: XMLError) -> Bool { left.code == right.code }
}
