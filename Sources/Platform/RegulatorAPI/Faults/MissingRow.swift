import Reporting

extension Fault {
    static let missingRow = Fault(
        "missing-row", "Report files lack their last row, the control totals count it",
        .table { table in _ = table.rows.popLast() })
}
