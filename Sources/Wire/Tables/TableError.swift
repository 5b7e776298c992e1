/// Why a table, table schema or number cannot be read; equality by code and place.
package struct TableError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, closed set.
    package enum Code: String, Sendable, CaseIterable {
        /// The file starts with a byte order mark, which RFC 4180 does not know.
        case byteOrderMark = "table.byte-order-mark"
        /// The bytes are not UTF-8.
        case encoding = "table.encoding"
        /// A double quote inside a field that does not start with one, or text after a closing quote.
        case bareQuote = "table.bare-quote"
        /// A quoted field never ends.
        case openQuote = "table.open-quote"
        /// A carriage return that no line feed follows, or a line ending that the option does not accept.
        case lineEnding = "table.line-ending"
        /// A control character other than a tab, or than a line break between quotes.
        case control = "table.control-character"
        /// A row has not as many fields as the first.
        case ragged = "table.ragged"
        /// More bytes, records, fields or bytes in a field than the limits allow.
        case tooLarge = "table.too-large"
        /// The document is not a table schema.
        case invalidSchema = "table.invalid-schema"
        /// The text of a rule is not an equation over columns.
        case invalidRule = "table.invalid-rule"
        /// The text is not a decimal number, or arithmetic left the range of 38 digits.
        case number = "table.number"
    }

    /// What went wrong.
    package let code: Code
    /// 1-based physical line of the CSV file or of the schema document; 0 when unknown.
    package let line: Int
    /// 1-based, in Unicode scalars; 0 when unknown.
    package let column: Int
    /// One sentence for a person.
    package let message: String

    package init(_ code: Code, line: Int = 0, column: Int = 0, _ message: String) {
        self.code = code
        self.line = line
        self.column = column
        self.message = message
    }

    package var description: String {
        if line == 0 { return message }
        return column == 0 ? "line \(line): \(message)" : "line \(line), column \(column): \(message)"
    }

    package static func == (left: TableError, right: TableError) -> Bool {
        left.code == right.code && left.line == right.line && left.column == right.column
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
        hasher.combine(line)
        hasher.combine(column)
    }
}
