/// Writes comma-separated values as RFC 4180 defines them, in UTF-8: CRLF after each record, quotes only where a field needs them.
///
/// Fields are written as they are: what a spreadsheet would take for a formula is not defused, since that would change the data.
package struct CSVWriter: Sendable {
    /// Everything written so far.
    package private(set) var bytes: [UInt8] = []
    private let ending: LineEnding

    package init(ending: LineEnding = .crlf) { self.ending = ending }

    /// Writes one record of at least one field.
    package mutating func append(_ fields: [String]) {
        precondition(!fields.isEmpty, "a CSV record has at least one field")
        for (index, field) in fields.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            // A record of one empty field would be a blank line, which some readers skip.
            append(field, isQuoted: CSVWriter.needsQuotes(field) || (fields.count == 1 && field.isEmpty))
        }
        bytes.append(contentsOf: ending == .crlf ? [13, 10] : [10])
    }

    private mutating func append(_ field: String, isQuoted: Bool) {
        guard isQuoted else { return bytes.append(contentsOf: field.utf8) }
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        for byte in field.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    /// A field that begins with U+FEFF would be a byte order mark if it stood first in the file.
    private static func needsQuotes(_ field: String) -> Bool {
        field.utf8.starts(with: [0xEF, 0xBB, 0xBF])
            || field.utf8.contains { byte in
                switch byte {
                case UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13: true
                default: false
                }
            }
    }
}
