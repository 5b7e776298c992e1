import Documents
import Tables

/// A CSV body as the document that matchers are held against: an array of rows, each an object of texts by column.
enum TableDocument {
    /// Throws what the reader says of bytes that are no table. Columns of the same name: the last one counts.
    static func read(_ body: [UInt8]) throws(TableError) -> Node {
        let records = try CSVReader.read(body)
        guard let header = records.first?.fields else { return .array([]) }
        return .array(records.dropFirst().map { record in .object(zip(header, record.fields).map { ($0, .string($1)) }) })
    }
}
