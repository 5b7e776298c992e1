/// Takes one record after another from the bytes of a CSV file.
struct CSVScanner {
    private let bytes: [UInt8]
    private let limits: CSVLimits
    private let endings: Set<LineEnding>
    private var offset = 0
    private var line = 1
    /// Where the current physical line starts, to count columns from.
    private var lineStart = 0

    private static let (quote, comma, cr, lf) = (UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n"))

    init(bytes: [UInt8], limits: CSVLimits, endings: Set<LineEnding>) {
        self.bytes = bytes
        self.limits = limits
        self.endings = endings
    }

    /// Nil at the end of the file.
    mutating func next() throws(TableError) -> CSVRecord? {
        guard offset < bytes.count else { return nil }
        let start = line
        var fields: [String] = []
        while true {
            guard fields.count < limits.maximumFields else {
                throw error(.tooLarge, "more than \(limits.maximumFields) fields in a record")
            }
            fields.append(byte == Self.quote ? try quotedField() : try plainField())
            switch byte {
            case Self.comma: offset += 1
            case nil: return CSVRecord(fields: fields, line: start, ending: nil)
            default: return CSVRecord(fields: fields, line: start, ending: try lineEnd())
            }
        }
    }

    private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Up to a comma, line end or the end of the file, which are left in place.
    private mutating func plainField() throws(TableError) -> String {
        let start = offset
        while let byte, byte != Self.comma, byte != Self.cr, byte != Self.lf {
            if byte == Self.quote { throw error(.bareQuote, "a quote inside a field that does not start with one") }
            try checkControl(byte)
            offset += 1
        }
        return try text(bytes[start..<offset], from: start)
    }

    private mutating func quotedField() throws(TableError) -> String {
        let (start, startLine, startColumn) = (offset, line, column(of: offset))
        var content: [UInt8] = []
        offset += 1
        while let byte {
            if byte == Self.quote {
                offset += 1
                guard self.byte == Self.quote else {
                    try checkFieldEnd()
                    return try text(content[...], from: start)
                }
            } else if byte != Self.cr, byte != Self.lf {
                try checkControl(byte)
            }
            content.append(byte)
            guard content.count <= limits.maximumFieldBytes else { throw fieldTooLarge() }
            offset += 1
            if byte == Self.lf {
                line += 1
                lineStart = offset
            }
        }
        throw TableError(.openQuote, line: startLine, column: startColumn, "a quoted field that never ends")
    }

    private func checkFieldEnd() throws(TableError) {
        guard let byte, byte != Self.comma, byte != Self.cr, byte != Self.lf else { return }
        throw error(.bareQuote, "text after the quote that ends a field")
    }

    private mutating func lineEnd() throws(TableError) -> LineEnding {
        let ending: LineEnding = byte == Self.cr ? .crlf : .lf
        if ending == .crlf, offset + 1 >= bytes.count || bytes[offset + 1] != Self.lf {
            throw error(.lineEnding, "a carriage return that no line feed follows")
        }
        guard endings.contains(ending) else { throw error(.lineEnding, "a record ends with \(ending.rawValue.uppercased())") }
        offset += ending == .crlf ? 2 : 1
        line += 1
        lineStart = offset
        return ending
    }

    private func checkControl(_ byte: UInt8) throws(TableError) {
        guard byte < 0x20 && byte != 9 || byte == 0x7F else { return }
        throw error(.control, "the control character U+00\(String(Int(byte) + 0x100, radix: 16, uppercase: true).dropFirst())")
    }

    private func text(_ field: ArraySlice<UInt8>, from start: Int) throws(TableError) -> String {
        guard field.count <= limits.maximumFieldBytes else { throw fieldTooLarge() }
        guard let text = String(validating: field, as: UTF8.self) else {
            throw TableError(.encoding, line: line, column: column(of: start), "a field is not UTF-8")
        }
        return text
    }

    private func fieldTooLarge() -> TableError { error(.tooLarge, "a field of more than \(limits.maximumFieldBytes) bytes") }

    private func error(_ code: TableError.Code, _ message: String) -> TableError {
        TableError(code, line: line, column: column(of: offset), message)
    }

    /// 1-based, in scalars: continuation bytes of UTF-8 do not count.
    private func column(of offset: Int) -> Int {
        guard offset > lineStart else { return 1 }
        return bytes[lineStart..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 } + 1
    }
}
