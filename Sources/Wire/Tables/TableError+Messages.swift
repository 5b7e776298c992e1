extension TableError {
    static let byteOrderMark = TableError(
        .byteOrderMark, line: 1, column: 1, "the file starts with a byte order mark: write UTF-8 without one")
    static let outOfRange = TableError(.number, "the number has more than 38 digits")
    static let divisionByZero = TableError(.number, "division by zero")

    static func tooManyBytes(_ count: Int, limit: Int) -> TableError {
        TableError(.tooLarge, "the file has \(count) bytes; at most \(limit) are read")
    }

    static func tooManyRecords(limit: Int, line: Int) -> TableError {
        TableError(.tooLarge, line: line, column: 1, "the file has more than \(limit) records")
    }

    static func ragged(expected: Int, actual: Int, line: Int) -> TableError {
        TableError(.ragged, line: line, column: 1, "expected \(expected) fields as in the first record, got \(actual)")
    }

    static func notDecimal(_ text: String) -> TableError {
        TableError(.number, "expected a decimal number such as -12.50, got `\(text.prefix(60))`")
    }
}
