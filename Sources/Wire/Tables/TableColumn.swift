import Foundation

/// What the cells of one column may hold.
struct TableColumn: Sendable {
    let name: String
    let type: ColumnType
    /// Exactly so many digits after the point; nil for any number.
    var scale: Int?
    /// At most so many.
    var maximumScale: Int?
    var isRequired = true
    /// In UTF-8 bytes.
    var maximumLength: Int?
    var pattern: CellPattern?
    var values: Set<String>?
    var minimum: CellBound?
    var maximum: CellBound?

    init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }

    /// The first thing that is wrong with a cell, nil when nothing is. An empty cell is only wrong when one is required.
    func fault(in cell: String) -> CellFault? {
        if cell.isEmpty { return isRequired ? .required : nil }
        guard type.accepts(cell) else { return .type(type, cell) }
        if let scale, ColumnType.scale(of: cell) != scale { return .scale("exactly \(scale)", cell) }
        if let maximumScale, ColumnType.scale(of: cell) > maximumScale { return .scale("at most \(maximumScale)", cell) }
        if let maximumLength, cell.utf8.count > maximumLength { return .length(maximumLength, cell) }
        if let pattern, !pattern.matches(cell) { return .pattern(pattern.text, cell) }
        if let values, !values.contains(cell) { return .value(values, cell) }
        if let minimum, minimum.isAbove(cell) { return .range("at least \(minimum.text)", cell) }
        if let maximum, maximum.isBelow(cell) { return .range("at most \(maximum.text)", cell) }
        return nil
    }
}

/// A regular expression that a whole cell must match.
struct CellPattern: Sendable {
    let text: String
    private let expression: NSRegularExpression

    /// Nil when the text is not a regular expression (ICU syntax).
    init?(_ text: String) {
        guard let expression = try? NSRegularExpression(pattern: "\\A(?:\(text))\\z") else { return nil }
        self.text = text
        self.expression = expression
    }

    func matches(_ cell: String) -> Bool {
        expression.firstMatch(in: cell, range: NSRange(location: 0, length: cell.utf16.count)) != nil
    }
}
