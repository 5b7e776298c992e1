import Reporting

extension Fault {
    static let figuresThatDoNotAddUp = Fault(
        "figures-that-do-not-add-up", "The yield of a return and the surplus of a funds report are not what their parts make",
        .table { table in
            for (position, column) in table.columns.enumerated() where ["ggy_total", "ggy_gb", "surplus_shortfall"].contains(column.name) {
                for row in table.rows.indices {
                    guard case .hundredths(let amount) = table.rows[row][position] else { continue }
                    table.rows[row][position] = .hundredths(amount + 100)
                }
            }
        })
}
