import Documents

/// The least or greatest value of a column, compared as its type is ordered.
struct CellBound: Sendable {
    private enum Value: Sendable {
        case number(DecimalNumber)
        case time(Timestamp)
        /// Dates in their only spelling order as text.
        case date(String)
    }

    /// As written in the schema.
    let text: String
    private let value: Value

    /// Nil for a text that is not of the type, and for types without an order.
    init?(_ text: String, of type: ColumnType) {
        guard type.accepts(text) else { return nil }
        self.text = text
        switch type {
        case .integer, .decimal:
            guard let number = try? DecimalNumber(parsing: text) else { return nil }
            value = .number(number)
        case .timestamp:
            guard let time = try? Timestamp(parsing: text) else { return nil }
            value = .time(time)
        case .date: value = .date(text)
        case .string, .code, .uuid, .boolean: return nil
        }
    }

    /// The cell, which is of the type, is less than the bound.
    func isAbove(_ cell: String) -> Bool { order(cell) == -1 }

    /// The cell, which is of the type, is greater than the bound.
    func isBelow(_ cell: String) -> Bool { order(cell) == 1 }

    private func order(_ cell: String) -> Int {
        switch value {
        case .number(let bound): (try? DecimalNumber(parsing: cell)).map { Self.order($0, bound) } ?? 0
        case .time(let bound): (try? Timestamp(parsing: cell)).map { Self.order($0, bound) } ?? 0
        case .date(let bound): Self.order(cell, bound)
        }
    }

    private static func order<T: Comparable>(_ left: T, _ right: T) -> Int { left < right ? -1 : left > right ? 1 : 0 }
}
