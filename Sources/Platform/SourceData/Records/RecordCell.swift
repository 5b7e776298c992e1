package import Documents

/// One value of a record as it leaves the operator's systems: what the column holds, not how SQLite keeps it.
package enum RecordCell: Sendable, Hashable {
    case null
    case text(String)
    case integer(Int64)
    case number(Double)
    case instant(Timestamp)
    case flag(Bool)
    /// `units` of 10 to the power of minus `places`, in a currency (ISO 4217).
    case money(units: Int64, places: Int, currency: String)
    /// A value that is a document itself: a list of codes, the outcome of a round.
    case document(Node)

    /// As a member of a JSON document: instants are RFC 3339 texts, money is `{amount, currency}` with an exact decimal text.
    package var node: Node {
        switch self {
        case .null: .null
        case .text(let text): .string(text)
        case .integer(let value): .number(Number(value))
        case .number(let value): Number(value).map { .number($0) } ?? .null
        case .instant(let time): .string(time.description)
        case .flag(let flag): .bool(flag)
        case .money(let units, let places, let currency):
            .object([("amount", .string(Self.decimal(units, places))), ("currency", .string(currency))])
        case .document(let node): node
        }
    }

    /// As a field of a table: money without its currency, documents as compact JSON, nothing for null.
    package var field: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let value): String(value)
        case .number(let value): Number(value)?.lexeme ?? ""
        case .instant(let time): time.description
        case .flag(let flag): flag ? "true" : "false"
        case .money(let units, let places, _): Self.decimal(units, places)
        case .document(let node): String(decoding: node.compactBytes(), as: UTF8.self)
        }
    }

    /// `-12.34` for -1234 hundredths.
    private static func decimal(_ units: Int64, _ places: Int) -> String {
        let digits = String(units.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = units < 0 ? "-" : ""
        return places == 0 ? sign + padded : "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }
}
