/// One thing that is wrong with an XML document or schema, in the order of the text.
package struct XMLIssue: Sendable, Hashable, CustomStringConvertible {
    /// 1-based; 0 when unknown.
    package let line: Int
    /// 1-based; 0 when unknown. For a breach of a schema it is at the end of the tag at which it showed.
    package let column: Int
    /// The number libxml2 gives to this kind of issue (`xmlParserErrors`): 1–999 not well-formed, 1700–1879 and 3000–3099 schema;
    /// negative for limits of this module.
    package let code: Int
    /// One sentence without a line break, in the words of libxml2.
    package let message: String

    package init(line: Int, column: Int = 0, code: Int, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.message = message
    }

    package var description: String {
        guard line > 0 else { return message }
        return column > 0 ? "\(line):\(column): \(message)" : "\(line): \(message)"
    }
}
