import Documents

extension XMLError {
    static let outOfMemory = XMLError(.failed, "libxml2 has no memory left")

    static let noRoot = XMLError(.failed, "the document has no root element")

    static let noCanonicalForm = XMLError(
        .failed, "the document has no canonical form; write the names of its namespaces as absolute URIs (Canonical XML 1.0 §1.3)")

    static func tooLarge(_ count: Int, limit: Int) -> XMLError {
        XMLError(.tooLarge, XMLIssue.tooLarge(count, limit: limit).message)
    }

    static func tooManyNodes(_ issue: XMLIssue) -> XMLError { XMLError(.tooLarge, issue.message, issues: [issue]) }

    static func notWellFormed(_ issues: [XMLIssue]) -> XMLError {
        XMLError(.notWellFormed, "the document is not well-formed XML", issues: issues.isEmpty ? [.unexplained] : issues)
    }

    static func documentType(_ issue: XMLIssue) -> XMLError {
        XMLError(.documentType, "the document has a document type declaration", issues: [issue])
    }

    static func unreadable(_ file: String) -> XMLError { XMLError(.unreadable, "\(file) cannot be read") }

    static func invalidSchema(_ name: String, _ issues: [XMLIssue]) -> XMLError {
        XMLError(.invalidSchema, "\(name) is not a valid XML Schema", issues: issues.isEmpty ? [.unexplained] : issues)
    }

    static func refusedReference(_ name: String, _ refusals: [String]) -> XMLError {
        XMLError(.refusedReference, "\(name) refers to what is not read: \(refusals.joined(separator: "; "))")
    }

    static func invalidXPath(_ expression: String, _ issues: [XMLIssue]) -> XMLError {
        XMLError(
            .invalidXPath, "the XPath expression `\(expression.excerpt)` cannot be evaluated",
            issues: issues.isEmpty ? [.unexplained] : issues)
    }

    static func notWritable(_ reason: String) -> XMLError { XMLError(.notWritable, reason) }

    static let noSignature = XMLError(.noSignature, "the document has no signature")

    static func invalidSignature(_ element: ElementCursor, _ expected: String) -> XMLError {
        XMLError(.invalidSignature, "line \(element.line), \(element.name): expected \(expected)")
    }
}
