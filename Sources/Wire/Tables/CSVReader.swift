/// Reads comma-separated values as RFC 4180 §2 defines them, in UTF-8 without a byte order mark.
///
/// Nothing is guessed, trimmed or repaired: a space belongs to its field, a quote inside a field that does not start with one is an error.
/// Beyond the RFC a tab is taken as text, and LF alone ends a record where `endings` has it; each record says how it ended.
package enum CSVReader {
    /// Whether all records must have as many fields as the first (RFC 4180 §2.4).
    package enum Shape: Sendable { case rectangular, ragged }

    /// All records in order, the header among them; none for an empty file. Throws the first error with line and column.
    package static func read(
        _ bytes: [UInt8], limits: CSVLimits = .standard, endings: Set<LineEnding> = [.crlf, .lf], shape: Shape = .rectangular
    ) throws(TableError) -> [CSVRecord] {
        guard bytes.count <= limits.maximumBytes else { throw .tooManyBytes(bytes.count, limit: limits.maximumBytes) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw .byteOrderMark }
        var scanner = CSVScanner(bytes: bytes, limits: limits, endings: endings)
        var records: [CSVRecord] = []
        while let record = try scanner.next() {
            guard records.count < limits.maximumRecords else { throw .tooManyRecords(limit: limits.maximumRecords, line: record.line) }
            if shape == .rectangular, let first = records.first, first.fields.count != record.fields.count {
                throw .ragged(expected: first.fields.count, actual: record.fields.count, line: record.line)
            }
            records.append(record)
        }
        return records
    }
}
