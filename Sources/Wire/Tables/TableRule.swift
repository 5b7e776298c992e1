/// An equation or inequation over the cells of each row, or over the sums of the whole table.
struct TableRule: Sendable {
    /// What an empty cell in it means.
    enum EmptyCells: String, Sendable, CaseIterable {
        /// The rule says nothing of the row.
        case skip
        /// It counts as 0.
        case zero
    }

    enum Comparison: String, Sendable, CaseIterable {
        case equal = "="
        case unequal = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"

        func holds(_ left: Fraction, _ right: Fraction) throws(TableError) -> Bool {
            switch self {
            case .equal: left == right
            case .unequal: left != right
            case .less: try Fraction.isLess(left, right)
            case .greater: try Fraction.isLess(right, left)
            case .lessOrEqual: try !Fraction.isLess(right, left)
            case .greaterOrEqual: try !Fraction.isLess(left, right)
            }
        }
    }

    /// As written in the schema.
    let text: String
    let left: RuleExpression
    let comparison: Comparison
    let right: RuleExpression
    /// Columns whose cells are used, without those inside `sum`.
    let cells: Set<String>
    /// Columns that are summed.
    let sums: Set<String>
    /// It is judged once, after the last row.
    let isOfTable: Bool
    var emptyCells: EmptyCells = .skip

    init(text: String, left: RuleExpression, comparison: Comparison, right: RuleExpression) {
        self.text = text
        self.left = left
        self.comparison = comparison
        self.right = right
        cells = left.cells.union(right.cells)
        sums = left.sums.union(right.sums)
        isOfTable = left.isOfTable || right.isOfTable
    }

    /// Nil when it holds; else the value of each side. Throws `number` when a side cannot be computed.
    func breach(_ values: RuleExpression.Values) throws(TableError) -> (expected: Fraction, actual: Fraction)? {
        let (actual, expected) = (try left.value(values), try right.value(values))
        return try comparison.holds(actual, expected) ? nil : (expected, actual)
    }
}
