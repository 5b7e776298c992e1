extension TableIssue {
    static let noHeader = TableIssue(.header, message: "expected a header row, got an empty file")

    static func unreadable(_ error: TableError) -> TableIssue {
        TableIssue(.unreadable, line: error.line, message: "not CSV (RFC 4180): \(error)")
    }

    static func lineEnding(expected: LineEnding, line: Int) -> TableIssue {
        let other: LineEnding = expected == .crlf ? .lf : .crlf
        return TableIssue(
            .lineEnding, line: line, message: "expected records to end with \(name(expected)), got \(name(other))",
            expected: name(expected),
            actual: name(other))
    }

    static func missingColumn(_ name: String) -> TableIssue {
        TableIssue(.header, line: 1, column: name, message: "expected a column `\(name)`, got none", expected: name)
    }

    static func unknownColumn(_ name: String, _ known: [String]) -> TableIssue {
        TableIssue(.header, line: 1, column: name, message: "the column `\(name)` is not in the schema", actual: name)
    }

    static func repeatedColumn(_ name: String) -> TableIssue {
        TableIssue(.header, line: 1, column: name, message: "the column `\(name)` occurs more than once", actual: name)
    }

    static func columnOrder(expected: [String], actual: [String]) -> TableIssue {
        let wrong = zip(expected, actual).first { $0 != $1 }
        return TableIssue(
            .header, line: 1, column: wrong?.1,
            message: "expected the columns in the order of the schema: `\(wrong?.0 ?? "")` where `\(wrong?.1 ?? "")` stands",
            expected: expected.joined(separator: ","), actual: actual.joined(separator: ","))
    }

    static func ragged(row: Int, _ record: CSVRecord, expected: Int) -> TableIssue {
        TableIssue(
            .ragged, row: row, line: record.line, message: "expected \(expected) fields as in the header, got \(record.fields.count)",
            expected: String(expected), actual: String(record.fields.count))
    }

    static func fault(_ fault: CellFault, row: Int, line: Int, column: String) -> TableIssue {
        TableIssue(
            fault.code, row: row, line: line, column: column, message: fault.message, expected: fault.expected, actual: fault.actual)
    }

    static func repeatedKey(_ columns: [String], _ key: [String], first: Int, row: Int, line: Int) -> TableIssue {
        let (names, values) = (columns.joined(separator: ", "), key.joined(separator: ", "))
        return TableIssue(
            .unique, row: row, line: line, column: columns.count == 1 ? columns[0] : nil,
            message: "expected (\(names)) to be unique, got (\(values)) as in row \(first)", expected: "a key of its own", actual: values)
    }

    static func breach(of rule: TableRule, expected: Fraction, actual: Fraction, row: Int, line: Int) -> TableIssue {
        let column: String? = if case .cell(let name) = rule.left { name } else { nil }
        return TableIssue(
            .rule, row: row, line: line, column: column,
            message: "expected \(rule.text): the right side is \(expected), the left side is \(actual)", expected: "\(expected)",
            actual: "\(actual)")
    }

    static func unjudged(_ rule: TableRule, _ error: TableError, row: Int, line: Int) -> TableIssue {
        TableIssue(.rule, row: row, line: line, message: "\(rule.text) cannot be computed: \(error.message)")
    }

    static func rowCount(_ expected: ClosedRange<Int>, actual: Int) -> TableIssue {
        let range =
            expected.upperBound == .max ? "at least \(expected.lowerBound)" : "\(expected.lowerBound) to \(expected.upperBound)"
        return TableIssue(.rowCount, message: "expected \(range) rows, got \(actual)", expected: range, actual: String(actual))
    }

    static func unknownTotal(_ name: String) -> TableIssue {
        TableIssue(
            .controlTotal, column: name, message: "a control total is given for `\(name)`, which is not a numeric column of the table")
    }

    static func controlTotal(_ name: String, given: String, actual: DecimalNumber) -> TableIssue {
        TableIssue(
            .controlTotal, column: name, message: "expected the control total \(given), got the sum \(actual)", expected: given,
            actual: actual.description)
    }

    private static func name(_ ending: LineEnding) -> String { ending == .crlf ? "CR LF" : "LF" }
}
