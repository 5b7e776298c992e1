/// One thing in a table that its schema does not allow.
package struct TableIssue: Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, closed set.
    package enum Code: String, Sendable, CaseIterable {
        /// The file is not CSV as RFC 4180 has it; nothing else was checked.
        case unreadable = "table.unreadable"
        /// The line endings are not those that the schema asks for.
        case lineEnding = "table.line-ending"
        /// Column names are missing, unknown, repeated or in another order.
        case header = "table.header"
        /// A row has more or fewer fields than the header.
        case ragged = "table.ragged"
        /// Fewer or more rows than allowed.
        case rowCount = "table.row-count"
        /// A required cell is empty.
        case required = "table.required"
        /// A cell is not of its column's type.
        case type = "table.type"
        /// A decimal has more digits after the point than the column's scale, or not exactly as many.
        case scale = "table.scale"
        /// A cell does not match its column's pattern.
        case pattern = "table.pattern"
        /// A cell is not one of its column's values.
        case value = "table.value"
        /// A cell is below the minimum or above the maximum.
        case range = "table.range"
        /// The same key occurs in an earlier row.
        case unique = "table.unique"
        /// An equation over the cells of a row, or over the sums of the table, does not hold.
        case rule = "table.rule"
        /// A control total is not the sum of its column.
        case controlTotal = "table.control-total"
    }

    /// What went wrong.
    package let code: Code
    /// 1-based, the header not counted; 0 for the header and the table as a whole.
    package let row: Int
    /// 1-based physical line where the record starts; 0 for the table as a whole.
    package let line: Int
    /// The column's name; nil when the issue is of the whole row or table.
    package let column: String?
    /// One sentence: what was expected and what came.
    package let message: String
    package let expected: String?
    package let actual: String?

    package init(
        _ code: Code, row: Int = 0, line: Int = 0, column: String? = nil, message: String, expected: String? = nil, actual: String? = nil
    ) {
        self.code = code
        self.row = row
        self.line = line
        self.column = column
        self.message = message
        self.expected = expected
        self.actual = actual
    }

    package var description: String {
        var place = row > 0 ? "row \(row)" : line > 0 ? "line \(line)" : "table"
        if let column { place += ", column \(column)" }
        return "\(place): \(message)"
    }
}
