/// One side of a rule.
indirect enum RuleExpression: Sendable, Hashable {
    case number(DecimalNumber)
    case cell(String)
    case sum(String)
    /// The number of data rows.
    case rowCount
    case negated(RuleExpression)
    case added(RuleExpression, RuleExpression)
    case subtracted(RuleExpression, RuleExpression)
    case multiplied(RuleExpression, RuleExpression)
    case divided(RuleExpression, RuleExpression)
    case rounded(RuleExpression, digits: Int)

    /// What the names in an expression stand for; a name that is missing there counts as 0.
    struct Values {
        var cells: [String: DecimalNumber] = [:]
        var sums: [String: DecimalNumber] = [:]
        var rowCount = 0
    }

    func value(_ values: Values) throws(TableError) -> Fraction {
        switch self {
        case .number(let number): try Fraction(number)
        case .cell(let name): try Fraction(values.cells[name] ?? .zero)
        case .sum(let name): try Fraction(values.sums[name] ?? .zero)
        case .rowCount: try Fraction(Int128(values.rowCount), over: 1)
        case .negated(let operand): try operand.value(values).negated()
        case .added(let left, let right): try left.value(values).adding(try right.value(values))
        case .subtracted(let left, let right): try left.value(values).adding(try right.value(values).negated())
        case .multiplied(let left, let right): try left.value(values).multiplied(by: try right.value(values))
        case .divided(let left, let right): try left.value(values).divided(by: try right.value(values))
        case .rounded(let operand, let digits): try operand.value(values).rounded(to: digits)
        }
    }

    var cells: Set<String> {
        switch self {
        case .cell(let name): [name]
        case .number, .sum, .rowCount: []
        default: operands.reduce(into: []) { $0.formUnion($1.cells) }
        }
    }

    var sums: Set<String> {
        switch self {
        case .sum(let name): [name]
        case .number, .cell, .rowCount: []
        default: operands.reduce(into: []) { $0.formUnion($1.sums) }
        }
    }

    var isOfTable: Bool {
        switch self {
        case .sum, .rowCount: true
        case .number, .cell: false
        default: operands.contains(where: \.isOfTable)
        }
    }

    private var operands: [RuleExpression] {
        switch self {
        case .number, .cell, .sum, .rowCount: []
        case .negated(let operand), .rounded(let operand, _): [operand]
        case .added(let left, let right), .subtracted(let left, let right), .multiplied(let left, let right), .divided(let left, let right):
            [left, right]
        }
    }
}
