package import GRDB

/// A statement about the operator's tables that must hold whatever the data are; numbered as in `domain.md` §4.4.
package struct Invariant: Sendable, Hashable {
    /// A place where it does not hold.
    package struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// `INV01`.
        package let invariant: String
        /// The id of the row, wallet or round.
        package let subject: String
        /// What was compared, and both sides.
        package let what: String
        /// What the other rows ask for.
        package let expected: String
        /// What the row has.
        package let actual: String

        /// One line for a log.
        package var description: String { "\(invariant) \(subject): \(what) must be \(expected), is \(actual)" }
    }

    /// `INV01`.
    package let id: String
    /// In the words of the catalogue.
    package let statement: String
    /// Selects the violations as `subject`, `what`, `expected`, `actual`; may use the table expression `day`.
    let sql: String

    /// The places where the invariant does not hold, at most `limit`, in no particular order.
    package func violations(in database: Database, limit: Int = 20) throws -> [Violation] {
        try Row.fetchAll(
            database, sql: "WITH \(Self.dayExpression)\(sql) LIMIT \(limit)",
            arguments: ["days": try GamingDayTable.json(for: database)]
        ).map { row in
            Violation(
                invariant: id, subject: Self.text(row["subject"]), what: Self.text(row["what"]), expected: Self.text(row["expected"]),
                actual: Self.text(row["actual"]))
        }
    }

    /// The gaming days on which anything happened: licence, day, first instant, first instant of the next day.
    private static let dayExpression = """
        day (licence_id, day, starts_at, ends_at) AS (
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(:days))
        """

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "nothing"
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .blob: "bytes"
        }
    }
}
