import Documents
import Tables

/// Sums of a table's numeric columns, by currency where it has a column `currency`.
struct TableSums: Sendable {
    /// Columns whose cells can be added; a quotient cannot.
    private let columns: [String]

    /// - Parameter schema: the table schema's document; nil sums nothing.
    init(schema: Node?) {
        let rules = (schema?["rules"]?.array ?? []).compactMap { $0.string ?? $0["rule"]?.string }
        let quotients = rules.filter { $0.contains("/") }.compactMap { $0.split(separator: "=").first.map { $0.filter { $0 != " " } } }
        columns = (schema?["columns"]?.array ?? []).compactMap { column in
            guard let name = column["name"]?.string, let type = column["type"]?.string else { return nil }
            return (type == "integer" || type == "decimal") && !quotients.contains(name) ? name : nil
        }
    }

    /// In the order of the columns, then of the currencies' names; a column that cannot be added is left out.
    func totals(of records: [CSVRecord]) -> [DocumentJudgement.Total] {
        guard let header = records.first?.fields else { return [] }
        let currency = header.firstIndex(of: "currency")
        return columns.flatMap { name -> [DocumentJudgement.Total] in
            guard let position = header.firstIndex(of: name) else { return [] }
            var sums: [String: DecimalNumber] = [:]
            for record in records.dropFirst() where position < record.fields.count && !record.fields[position].isEmpty {
                let key = currency.flatMap { $0 < record.fields.count ? record.fields[$0] : nil } ?? ""
                guard let addend = try? DecimalNumber(parsing: record.fields[position]),
                    let sum = try? (sums[key] ?? .zero).adding(addend)
                else { return [] }
                sums[key] = sum
            }
            return sums.sorted { $0.key < $1.key }.map {
                .init(column: name, currency: $0.key.isEmpty ? nil : $0.key, amount: "\($0.value)")
            }
        }
    }
}
