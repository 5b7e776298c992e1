import Documents
import Tables
import XMLDocuments

/// Writes a report's rows in its formats; a pure function of its arguments.
package enum ReportFiles {
    /// RFC 4180 in UTF-8: a header of the column names and one record per row, nothing else.
    package static func csv(_ table: ReportTable) -> [UInt8] {
        var writer = CSVWriter()
        writer.append(table.columns.map(\.name))
        for row in table.rows { writer.append(row.map(\.written)) }
        return writer.bytes
    }

    /// The envelope, the control totals and the rows; an element for each column that has a value.
    /// - Throws: `XMLError` when a text of the source data has characters that XML cannot hold.
    package static func xml(_ table: ReportTable, envelope: ReportEnvelope) throws -> [UInt8] {
        var writer = XMLWriter()
        try writer.startDocument()
        try writer.start(envelope.template.rootElement, attributes: [("xmlns", envelope.template.namespace)])
        try writer.start("envelope")
        for (name, value) in envelope.fields {
            if let value { try writer.element(name, text: value) }
        }
        try writer.element("row_count", text: String(table.rows.count))
        try writer.start("control_totals")
        for total in table.controlTotals {
            let currency = total.currency.map { [("currency", $0)] } ?? []
            try writer.element("total", attributes: [("column", total.column)] + currency, text: total.value.written)
        }
        try writer.end()
        try writer.end()
        try writer.start("rows")
        for row in table.rows {
            try writer.start("row")
            for (column, value) in zip(table.columns, row) where !value.written.isEmpty {
                try writer.element(column.name, text: value.written)
            }
            try writer.end()
        }
        try writer.end()
        try writer.end()
        return writer.bytes
    }

    /// SHA-256 in lower-case hex over the CSV file followed by the canonical JSON (RFC 8785) of the control totals: changes
    /// exactly when the report's content does, and anyone who has the files can compute it.
    package static func datasetSHA256(_ table: ReportTable) throws -> String {
        ReportVault.sha256(csv(table) + (try table.controlTotalsDocument.canonicalBytes()))
    }
}
