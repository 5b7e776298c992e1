package import Documents

/// What a CSV table must look like: its columns and their cells, keys, and the equations that its numbers must satisfy.
///
/// ```yaml
/// schema_version: 1
/// title: Daily activity by game            # also id, description: for people
/// header: exact                            # or prefix (more columns may follow), any-order
/// line_ending: crlf                        # or lf, any (the default)
/// columns:
///   - { name: gaming_day, type: date }
///   - { name: currency, type: code, values: [GBP, EUR] }
///   - { name: ggr, type: decimal, scale: 2 }                # exactly two digits; maximum_scale: at most
///   - { name: hold_pct, type: decimal, required: false, minimum: -100, maximum: 100 }
/// rows: { minimum: 1, maximum: 100000 }
/// unique: [[gaming_day, game_id]]
/// rules:                                   # exact; sum(column) and rows() speak of the whole table
///   - ggr = stake_cash - refunds + fees - win_cash - jackpot_won
///   - { rule: "hold_pct = round(100 * ggr / stake_cash, 2)", empty: skip }     # or zero
/// ```
package struct TableSchema: Sendable {
    enum HeaderMatch: String, Sendable, CaseIterable {
        case exact, prefix
        case anyOrder = "any-order"
    }

    let columns: [TableColumn]
    let header: HeaderMatch
    /// Nil accepts both.
    let lineEnding: LineEnding?
    let rowCount: ClosedRange<Int>
    let unique: [[String]]
    let rules: [TableRule]
    let title: String?

    /// Reads a schema document. Throws `invalidSchema` or `invalidRule` with the line and column of what is wrong.
    package init(_ document: Node) throws(TableError) {
        self = try TableSchemaReader.schema(document)
    }

    init(
        columns: [TableColumn], header: HeaderMatch, lineEnding: LineEnding?, rowCount: ClosedRange<Int>, unique: [[String]],
        rules: [TableRule], title: String?
    ) {
        self.columns = columns
        self.header = header
        self.lineEnding = lineEnding
        self.rowCount = rowCount
        self.unique = unique
        self.rules = rules
        self.title = title
    }

    /// The names of the columns in order.
    package var columnNames: [String] { columns.map(\.name) }

    /// Everything in the file that the schema does not allow, in the order of the file, at most `limit` issues; empty for a good table.
    ///
    /// `controlTotals` are the sums that someone else gives for numeric columns, by column name; `rows` is the number of data rows unless
    /// a column has that name. They are compared exactly.
    package func issues(
        in bytes: [UInt8], controlTotals: [String: String] = [:], limits: CSVLimits = .standard, limit: Int = 100
    ) -> [TableIssue] {
        let records: [CSVRecord]
        do throws(TableError) {
            records = try CSVReader.read(bytes, limits: limits, shape: .ragged)
        } catch {
            return [.unreadable(error)]
        }
        var check = TableCheck(schema: self, controlTotals: controlTotals, limit: max(1, limit))
        check.run(records)
        return check.issues
    }
}
