import Documents
import Tables

extension ReportTemplate {
    /// What a CSV file of this report must look like: its columns in their order, cells of their kinds, one row for each key.
    func tableSchema() throws(TableError) -> TableSchema {
        try TableSchema(
            .object([
                ("schema_version", 1), ("header", "exact"), ("line_ending", "crlf"), ("columns", .array(columns.map(\.schema))),
                ("unique", .array([.array(key.map { .string($0) })])),
            ]))
    }
}

extension ReportColumn {
    fileprivate var schema: Node {
        var members: [(String, Node)] = [("name", .string(name)), ("required", .bool(isAlwaysThere))]
        switch kind {
        case .text: members.append(("type", "string"))
        case .day: members.append(("type", "date"))
        case .count: members += [("type", "integer"), ("minimum", 0)]
        case .money, .percentage, .ratio, .rate:
            members += [("type", "decimal"), ("scale", .integer(decimals))]
        }
        return .object(members)
    }

    /// Whether a cell may never be empty.
    var isAlwaysThere: Bool { !isOptional && kind != .text }

    /// How many decimals a number of the column is written with.
    var decimals: Int {
        switch kind {
        case .text, .day, .count: 0
        case .money, .percentage: 2
        case .ratio: 4
        case .rate: 8
        }
    }
}
