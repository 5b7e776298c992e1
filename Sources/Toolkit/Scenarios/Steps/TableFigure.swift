import Documents
import Tables

/// A figure that is taken from a CSV body: how many rows it has, or the exact sum of a column, of all rows or of those with some cells.
struct TableFigure: Sendable, CustomStringConvertible {
    /// The column to add up; nil counts rows.
    let sum: String?
    /// Only rows that have these texts in these columns.
    let rows: [(column: String, text: String)]

    var description: String { sum.map { "the sum of \($0)" } ?? "the number of rows" }

    /// The figure as a number (rows) or decimal text (sum), or why there is none.
    func value(in body: [UInt8]) -> Result<Node, CaptureProblem> {
        do throws(TableError) {
            let records = try CSVReader.read(body)
            guard let header = records.first?.fields else { return problem("a header", "an empty body") }
            var wanted: [(index: Int, text: String)] = []
            for (column, text) in rows {
                guard let index = header.firstIndex(of: column) else { return problem("a column \(column)", "none") }
                wanted.append((index, text))
            }
            let chosen = records.dropFirst().filter { record in wanted.allSatisfy { record.fields[$0.index] == $0.text } }
            guard let sum else { return .success(.integer(chosen.count)) }
            guard let index = header.firstIndex(of: sum) else { return problem("a column \(sum)", "none") }
            var total = DecimalNumber.zero
            for record in chosen where !record.fields[index].isEmpty {
                total = try total.adding(DecimalNumber(parsing: record.fields[index]))
            }
            return .success(.string(total.description))
        } catch {
            return problem("a CSV body with decimal cells", "\(error)")
        }
    }

    private func problem(_ expected: String, _ actual: String) -> Result<Node, CaptureProblem> {
        .failure(CaptureProblem(place: description, expected: expected, actual: actual))
    }
}
