package import Documents

/// The rows of a report with their control totals, before they are written.
package struct ReportTable: Sendable, Hashable {
    /// The sum of a column, counts alone or money of one currency.
    package struct ControlTotal: Sendable, Hashable {
        /// The column's name.
        package var column: String
        /// Nil for counts.
        package var currency: String?
        /// The sum over all rows of that currency.
        package var value: ReportValue

        /// A total as it is; nothing is added up.
        package init(column: String, currency: String?, value: ReportValue) {
            self.column = column
            self.currency = currency
            self.value = value
        }
    }

    /// In the order in which they are written.
    package var columns: [ReportColumn]
    /// As many values as columns, in their order.
    package var rows: [[ReportValue]]
    /// In the order of the columns, currencies alphabetically.
    package var controlTotals: [ControlTotal]

    /// Adds the control totals; amounts are never added across currencies.
    /// - Parameters:
    ///   - currency: names the totals when there is no row.
    ///   - totalled: how many rows, from the first, are added up; all of them unless told otherwise.
    package init(columns: [ReportColumn], rows: [[ReportValue]], currency: String, totalled: Int? = nil) {
        self.columns = columns
        self.rows = rows
        controlTotals = []
        let rows = rows.prefix(totalled ?? rows.count)
        let currencyColumn = columns.firstIndex { $0.name == "currency" }
        let currencies = rows.isEmpty ? [currency] : Set(rows.map { Self.currency($0, currencyColumn, currency) }).sorted()
        for (position, column) in columns.enumerated() where column.isTotalled {
            guard column.kind == .money || column.kind == .percentage else {
                let sum = rows.reduce(0) { $0 + Self.number($1[position]) }
                controlTotals.append(ControlTotal(column: column.name, currency: nil, value: .count(sum)))
                continue
            }
            for currency in currencies {
                let sum = rows.reduce(0) { $0 + (currency == Self.currency($1, currencyColumn, currency) ? Self.number($1[position]) : 0) }
                controlTotals.append(ControlTotal(column: column.name, currency: currency, value: .hundredths(sum)))
            }
        }
    }

    /// The control totals as a JSON object of strings: the column's name, with `.CCY` after it where there are several currencies.
    package var controlTotalsDocument: Node {
        let isSingle = Set(controlTotals.compactMap(\.currency)).count <= 1
        return .object(
            controlTotals.map { total in
                (total.column + (isSingle ? "" : total.currency.map { "." + $0 } ?? ""), .string(total.value.written))
            })
    }

    private static func currency(_ row: [ReportValue], _ column: Int?, _ fallback: String) -> String {
        column.map { row[$0].written } ?? fallback
    }

    private static func number(_ value: ReportValue) -> Int64 {
        switch value {
        case .absent, .text: 0
        case .count(let number), .hundredths(let number), .decimal(let number, _): number
        }
    }
}
