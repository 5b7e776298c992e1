import Reporting

extension Fault {
    static let missingColumn = Fault(
        "missing-column", "Report files lack a column",
        .table { table in
            guard let position = table.columns.firstIndex(where: { $0.name == "refunds" }) else { return }
            table.columns.remove(at: position)
            for row in table.rows.indices { table.rows[row].remove(at: position) }
        })
}
