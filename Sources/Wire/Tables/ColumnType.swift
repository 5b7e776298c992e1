import Documents

/// The lexical type of a column's cells.
enum ColumnType: String, Sendable, CaseIterable {
    /// Any text.
    case string
    /// A whole number as `DecimalNumber` reads it.
    case integer
    /// A number as `DecimalNumber` reads it.
    case decimal
    /// A day of the calendar, `2026-10-15` (RFC 3339 full-date).
    case date
    /// RFC 3339 date-time with its offset.
    case timestamp
    /// One or more of `A-Z a-z 0-9 . _ : / -`, the first a letter or digit.
    case code
    /// RFC 9562 §4, in either case.
    case uuid
    /// `true` or `false`.
    case boolean

    var isNumeric: Bool { self == .integer || self == .decimal }

    func accepts(_ cell: String) -> Bool {
        switch self {
        case .string: true
        case .integer: Self.scale(of: cell) == 0 && (try? DecimalNumber(parsing: cell)) != nil
        case .decimal: (try? DecimalNumber(parsing: cell)) != nil
        case .date: Self.isDate(cell)
        case .timestamp: (try? Timestamp(parsing: cell)) != nil
        case .code: Self.isCode(cell)
        case .uuid: Self.isUUID(cell)
        case .boolean: cell == "true" || cell == "false"
        }
    }

    /// What to write instead, for messages.
    var example: String {
        switch self {
        case .string: "text"
        case .integer: "a whole number such as 42"
        case .decimal: "a decimal number such as -12.50"
        case .date: "a date such as 2026-10-15"
        case .timestamp: "a time such as 2026-10-15T09:30:00Z"
        case .code: "a code of letters, digits, and . _ : / -"
        case .uuid: "a UUID such as 0f8fad5b-d9cb-469f-a165-70867728950e"
        case .boolean: "true or false"
        }
    }

    /// Digits after the point, as written.
    static func scale(of cell: String) -> Int {
        cell.utf8.firstIndex(of: UInt8(ascii: ".")).map { cell.utf8.distance(from: $0, to: cell.utf8.endIndex) - 1 } ?? 0
    }

    private static func isDate(_ cell: String) -> Bool {
        cell.utf8.count == 10 && (try? Timestamp(parsing: cell + "T00:00:00Z")) != nil
    }

    private static func isCode(_ cell: String) -> Bool {
        guard let first = cell.utf8.first, isAlphanumeric(first) else { return false }
        return cell.utf8.allSatisfy { isAlphanumeric($0) || "._:/-".utf8.contains($0) }
    }

    private static func isUUID(_ cell: String) -> Bool {
        let groups = cell.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
}
