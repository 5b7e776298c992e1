/// What is wrong with one cell, in words.
struct CellFault: Sendable {
    let code: TableIssue.Code
    let message: String
    let expected: String
    let actual: String

    private init(_ code: TableIssue.Code, expected: String, actual: String) {
        self.code = code
        self.expected = expected
        self.actual = actual.isEmpty ? "an empty cell" : String(actual.prefix(100))
        message = "expected \(expected), got \(actual.isEmpty ? "an empty cell" : "`\(actual.prefix(100))`")"
    }

    static let required = CellFault(.required, expected: "a value", actual: "")
    static func type(_ type: ColumnType, _ cell: String) -> CellFault { CellFault(.type, expected: type.example, actual: cell) }
    static func scale(_ digits: String, _ cell: String) -> CellFault {
        CellFault(.scale, expected: "\(digits) digits after the point", actual: cell)
    }
    static func length(_ bytes: Int, _ cell: String) -> CellFault { CellFault(.range, expected: "at most \(bytes) bytes", actual: cell) }
    static func pattern(_ pattern: String, _ cell: String) -> CellFault {
        CellFault(.pattern, expected: "a match of \(pattern)", actual: cell)
    }
    static func value(_ values: Set<String>, _ cell: String) -> CellFault {
        let some = values.sorted().prefix(12).joined(separator: ", ")
        return CellFault(.value, expected: "one of \(some)\(values.count > 12 ? ", …" : "")", actual: cell)
    }
    static func range(_ bound: String, _ cell: String) -> CellFault { CellFault(.range, expected: bound, actual: cell) }
}
