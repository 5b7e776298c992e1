/// One record of a CSV file (RFC 4180 §2).
package struct CSVRecord: Sendable, Hashable {
    /// Unquoted, in order; at least one.
    package let fields: [String]
    /// 1-based physical line where the record starts: a quoted field may hold line breaks.
    package let line: Int
    /// How the record ends in the file; nil for a last record that the end of the file ends.
    package let ending: LineEnding?

    package init(fields: [String], line: Int, ending: LineEnding?) {
        self.fields = fields
        self.line = line
        self.ending = ending
    }
}

/// What ends a record.
package enum LineEnding: String, Sendable, CaseIterable {
    /// CR LF, which RFC 4180 asks for.
    case crlf
    /// LF alone, which is common and tolerated where an option says so.
    case lf
}
