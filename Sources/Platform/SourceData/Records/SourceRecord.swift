package import Documents

/// Where a record stands among all of a selection: total, and unchanged by records that are added later.
package struct RecordPosition: Sendable, Hashable, Comparable {
    package let at: Timestamp
    /// The position of the record's source in its log.
    package let source: Int
    package let key: String
    package let number: Int64

    package init(at: Timestamp, source: Int, key: String, number: Int64 = 0) {
        self.at = at
        self.source = source
        self.key = key
        self.number = number
    }

    /// By time, then source, then key; keys compare byte by byte, as SQLite compares them.
    package static func < (left: RecordPosition, right: RecordPosition) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.source != right.source { return left.source < right.source }
        if left.key != right.key { return left.key.utf8.lexicographicallyPrecedes(right.key.utf8) }
        return left.number < right.number
    }
}

/// One row of the operator's systems, as it is shown.
package struct SourceRecord: Sendable, Hashable {
    /// A column's name and what the row has there.
    package struct Member: Sendable, Hashable {
        package let name: String
        package let cell: RecordCell

        package init(_ name: String, _ cell: RecordCell) {
            self.name = name
            self.cell = cell
        }
    }

    /// Its place among all of a selection.
    package let position: RecordPosition
    /// The name of its table.
    package let kind: String
    /// In the order of the columns.
    package let members: [Member]

    package init(position: RecordPosition, kind: String, members: [Member]) {
        self.position = position
        self.kind = kind
        self.members = members
    }

    /// `record` (the kind), `at` (the instant of its order) and the members.
    package var node: Node {
        .object(
            [("record", .string(kind)), ("at", .string(position.at.description))] + members.map { ($0.name, $0.cell.node) })
    }

    /// The fields under the columns of a table that begins with `record` and `at`; empty where the record has none.
    package func fields(under columns: [String]) -> [String] {
        columns.map { column in
            switch column {
            case "record": kind
            case "at": position.at.description
            default: members.first { $0.name == column }?.cell.field ?? ""
            }
        }
    }
}
