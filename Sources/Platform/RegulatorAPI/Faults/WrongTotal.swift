import Reporting

extension Fault {
    static let wrongTotal = Fault(
        "wrong-total", "The gross gaming revenue of a row is not the sum of its parts, and neither are the control totals",
        .table { table in
            if let position = table.columns.firstIndex(where: { $0.name == "ggr" }), let row = table.rows.indices.first,
                case .hundredths(let amount) = table.rows[row][position]
            {
                table.rows[row][position] = .hundredths(amount + 100)
            }
            for total in table.controlTotals.indices where table.controlTotals[total].column == "ggr" {
                if case .hundredths(let sum) = table.controlTotals[total].value {
                    table.controlTotals[total].value = .hundredths(sum + 700)
                }
            }
        })
}
