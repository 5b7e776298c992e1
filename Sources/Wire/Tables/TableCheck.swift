/// One pass of a schema over the records of a table.
struct TableCheck {
    private let schema: TableSchema
    private let controlTotals: [String: String]
    private let limit: Int
    private(set) var issues: [TableIssue] = []

    /// Where each column of the schema stands in a record, by its name.
    private var positions: [String: Int] = [:]
    private var sums: [String: DecimalNumber] = [:]
    /// Columns of which a cell could not be summed.
    private var unsummable: Set<String> = []
    /// The first row of each key, per entry of `unique`.
    private var keys: [[[String]: Int]]

    init(schema: TableSchema, controlTotals: [String: String], limit: Int) {
        self.schema = schema
        self.controlTotals = controlTotals
        self.limit = limit
        keys = Array(repeating: [:], count: schema.unique.count)
    }

    mutating func run(_ records: [CSVRecord]) {
        guard let header = records.first else { return add(.noHeader) }
        checkHeader(header)
        if let ending = schema.lineEnding, let other = records.first(where: { $0.ending != nil && $0.ending != ending }) {
            add(.lineEnding(expected: ending, line: other.line))
        }
        let summed = schema.rules.reduce(into: Set(controlTotals.keys)) { $0.formUnion($1.sums) }
        for (index, record) in records.dropFirst().enumerated() {
            guard issues.count < limit else { return }
            check(record, row: index + 1, width: header.fields.count, summed: summed)
        }
        checkTable(rowCount: records.count - 1)
    }

    private mutating func add(_ issue: TableIssue) {
        if issues.count < limit { issues.append(issue) }
    }

    private mutating func checkHeader(_ header: CSVRecord) {
        for (index, name) in header.fields.enumerated() where positions.updateValue(index, forKey: name) != nil {
            add(.repeatedColumn(name))
        }
        let expected = schema.columnNames
        for name in expected where positions[name] == nil { add(.missingColumn(name)) }
        if schema.header != .prefix {
            for name in header.fields where !expected.contains(name) { add(.unknownColumn(name, expected)) }
        }
        let isInOrder = schema.header == .anyOrder || header.fields.starts(with: expected)
        if issues.isEmpty, !isInOrder { add(.columnOrder(expected: expected, actual: header.fields)) }
    }

    private mutating func check(_ record: CSVRecord, row: Int, width: Int, summed: Set<String>) {
        guard record.fields.count == width else { return add(.ragged(row: row, record, expected: width)) }
        var numbers: [String: DecimalNumber] = [:]
        var faulty: Set<String> = []
        for column in schema.columns {
            guard let position = positions[column.name] else { continue }
            let cell = record.fields[position]
            if let fault = column.fault(in: cell) {
                add(.fault(fault, row: row, line: record.line, column: column.name))
                faulty.insert(column.name)
            }
            guard column.type.isNumeric, !cell.isEmpty else { continue }
            do throws(TableError) {
                let number = try DecimalNumber(parsing: cell)
                numbers[column.name] = number
                if summed.contains(column.name) { sums[column.name] = try (sums[column.name] ?? .zero).adding(number) }
            } catch { unsummable.insert(column.name) }
        }
        checkKeys(record, row: row)
        for rule in schema.rules where !rule.isOfTable && rule.cells.isDisjoint(with: faulty) {
            check(rule, numbers, row: row, line: record.line)
        }
    }

    private mutating func checkKeys(_ record: CSVRecord, row: Int) {
        for (index, columns) in schema.unique.enumerated() {
            let key = columns.compactMap { positions[$0].map { record.fields[$0] } }
            guard key.count == columns.count else { continue }
            if let first = keys[index][key] {
                add(.repeatedKey(columns, key, first: first, row: row, line: record.line))
            } else {
                keys[index][key] = row
            }
        }
    }

    private mutating func check(_ rule: TableRule, _ numbers: [String: DecimalNumber], row: Int, line: Int) {
        guard rule.emptyCells == .zero || rule.cells.allSatisfy({ numbers[$0] != nil }) else { return }
        guard rule.cells.allSatisfy({ positions[$0] != nil }) else { return }
        judge(rule, RuleExpression.Values(cells: numbers), row: row, line: line)
    }

    private mutating func judge(_ rule: TableRule, _ values: RuleExpression.Values, row: Int, line: Int) {
        do throws(TableError) {
            guard let breach = try rule.breach(values) else { return }
            add(.breach(of: rule, expected: breach.expected, actual: breach.actual, row: row, line: line))
        } catch { add(.unjudged(rule, error, row: row, line: line)) }
    }

    private mutating func checkTable(rowCount: Int) {
        if !schema.rowCount.contains(rowCount) { add(.rowCount(schema.rowCount, actual: rowCount)) }
        for rule in schema.rules where rule.isOfTable && rule.sums.isDisjoint(with: unsummable) {
            judge(rule, RuleExpression.Values(sums: sums, rowCount: rowCount), row: 0, line: 0)
        }
        for (name, text) in controlTotals.sorted(by: { $0.key < $1.key }) {
            let isColumn = schema.columns.contains { $0.name == name && $0.type.isNumeric } && positions[name] != nil
            guard isColumn || name == "rows" else {
                add(.unknownTotal(name))
                continue
            }
            guard !unsummable.contains(name) else { continue }
            let actual = isColumn ? sums[name] ?? .zero : DecimalNumber(rowCount)
            if (try? DecimalNumber(parsing: text)) != actual { add(.controlTotal(name, given: text, actual: actual)) }
        }
    }
}
