extension XMLIssue {
    /// Codes of this module, outside the range of libxml2's.
    static let tooLargeCode = -1
    static let documentTypeCode = -2
    static let unexplainedCode = -3
    static let unreadableCode = -4
    static let textTooLongCode = -5
    static let tooManyNodesCode = -6

    static func tooLarge(_ count: Int, limit: Int) -> XMLIssue {
        XMLIssue(line: 0, code: tooLargeCode, message: "the document has \(count) bytes; at most \(limit) are read")
    }

    static func documentType(line: Int) -> XMLIssue {
        XMLIssue(line: line, code: documentTypeCode, message: "a document type declaration is not accepted: remove `<!DOCTYPE …>`")
    }

    static func textTooLong(line: Int) -> XMLIssue {
        XMLIssue(
            line: line, code: textTooLongCode, message: "a text has more than \(XMLLimits.maximumTextBytes) bytes; longer ones are not read"
        )
    }

    static func tooManyNodes(line: Int, limit: Int) -> XMLIssue {
        XMLIssue(line: line, code: tooManyNodesCode, message: "the document has more than \(limit) nodes; more are not read")
    }

    /// As libxml2 says it of a document that is read into a tree.
    static let empty = XMLIssue(line: 1, column: 1, code: 4, message: "Document is empty")

    static let unreadable = XMLIssue(line: 0, code: unreadableCode, message: "the file cannot be read to its end")

    static let unexplained = XMLIssue(line: 0, code: unexplainedCode, message: "libxml2 stopped without saying why")
}
