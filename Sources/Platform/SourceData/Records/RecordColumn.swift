import Documents
import GRDB

/// A column of a record: its name on the wire, the SQL that gives it, and what it holds.
package struct RecordColumn: Sendable {
    /// What the stored value means.
    enum Kind: Sendable {
        case text, integer, number, instant, flag, document
        /// Minor units of 10 to the power of minus so many places; the currency is in the record's column `currency`.
        case money(places: Int)
    }

    /// As in the data model, snake_case.
    package let name: String
    /// Of the table called `t` in the statement.
    let expression: String
    let kind: Kind
    /// Whether the column could tell that a player is under suspicion: left out for whoever must not know.
    let isRestricted: Bool

    init(_ name: String, _ kind: Kind = .text, from expression: String? = nil, isRestricted: Bool = false) {
        self.name = name
        self.expression = expression ?? "t.\"\(name)\""
        self.kind = kind
        self.isRestricted = isRestricted
    }

    /// The value at a position of a row.
    func cell(_ row: Row, at position: Int, currency: String) -> RecordCell {
        guard !row.hasNull(atIndex: position) else { return .null }
        switch kind {
        case .text: return .text(row[position])
        case .integer: return .integer(row[position])
        case .number: return .number(row[position])
        case .instant: return .instant(Timestamp(milliseconds: row[position]))
        case .flag: return .flag((row[position] as Int64) != 0)
        case .money(let places): return .money(units: row[position], places: places, currency: currency)
        case .document:
            let text: String = row[position]
            return (try? JSONReader.read(Array(text.utf8))).map { .document($0) } ?? .text(text)
        }
    }
}

extension [RecordColumn] {
    /// Text columns, each of the name of its column in the table.
    static func texts(_ names: String...) -> Self { names.map { RecordColumn($0) } }
    /// Columns of instants.
    static func instants(_ names: String...) -> Self { names.map { RecordColumn($0, .instant) } }
    /// Columns of money in hundredths.
    static func money(_ names: String...) -> Self { names.map { RecordColumn($0, .money(places: 2)) } }
    /// Columns of whole numbers.
    static func integers(_ names: String...) -> Self { names.map { RecordColumn($0, .integer) } }
    /// Columns of numbers with a fraction.
    static func numbers(_ names: String...) -> Self { names.map { RecordColumn($0, .number) } }
    /// Columns of flags.
    static func flags(_ names: String...) -> Self { names.map { RecordColumn($0, .flag) } }
}
