/// One thing in a document that is not as it should be, with its place as far as the document has one.
package struct DocumentFinding: Sendable, Hashable {
    /// `area.kebab-case`, stable.
    package var code: String
    /// One sentence: what was expected and what came.
    package var message: String
    /// 1-based; nil when the finding is of the whole.
    package var line: Int?
    /// 1-based, a table's header not counted.
    package var row: Int?
    /// The name of a table's column.
    package var column: String?
    /// The JSON Pointer of a member.
    package var pointer: String?
    package var expected: String?
    package var actual: String?

    /// A finding without a place.
    package init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}
