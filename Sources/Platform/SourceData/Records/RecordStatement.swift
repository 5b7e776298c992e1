import Documents
import GRDB

/// The SQL that reads one source's records of one licence in their order, after a position.
struct RecordStatement {
    let source: RecordSource
    /// The position of the source in its log.
    let number: Int
    let selection: RecordSelection

    /// At most `limit` records of the span after `position`.
    func records(_ span: RecordSelection.Span, after position: RecordPosition?, limit: Int, in database: Database) throws -> [SourceRecord]
    {
        if selection.player != nil, source.ofPlayer == nil { return [] }
        if selection.game != nil, source.ofGame == nil { return [] }
        let columns = source.columns(restricted: selection.restricted)
        let (sql, arguments) = statement(span, after: position, limit: limit)
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map { record($0, columns) }
    }

    /// How SQLite would read a page: the lines of its query plan.
    func plan(_ span: RecordSelection.Span, after position: RecordPosition?, in database: Database) throws -> [String] {
        let (sql, arguments) = statement(span, after: position, limit: 1)
        return try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql, arguments: arguments).map { $0["detail"] }
    }

    private func statement(
        _ span: RecordSelection.Span, after position: RecordPosition?, limit: Int
    ) -> (sql: String, arguments: StatementArguments) {
        let names = source.columns(restricted: selection.restricted).map(\.expression)
        // With a player the index of players is wanted; the sign keeps SQLite from taking that of licences.
        var conditions = [selection.player == nil ? "t.licence_id = ?" : "+t.licence_id = ?"]
        var arguments: [any DatabaseValueConvertible] = [span.licence]
        if let player = selection.player, let condition = source.ofPlayer {
            conditions.append(condition)
            arguments.append(player)
        }
        if let game = selection.game, let condition = source.ofGame {
            conditions.append(condition)
            arguments.append(game)
        }
        if let from = span.from {
            conditions.append("t.\(source.time) >= ?")
            arguments.append(from.milliseconds)
        }
        if let to = span.to {
            conditions.append("t.\(source.time) < ?")
            arguments.append(to.milliseconds)
        }
        if let position { begin(after: position, &conditions, &arguments) }
        let order = keys.joined(separator: ", ")
        let sql = """
            SELECT \((["t.\(source.time)", "t.\(source.key)", source.number.map { "t.\($0)" } ?? "0"] + names).joined(separator: ", "))
            FROM \(source.table) t WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT ?
            """
        arguments.append(limit)
        return (sql, StatementArguments(arguments))
    }

    private var keys: [String] { [source.time, source.key, source.number].compactMap { $0 }.map { "t.\($0)" } }

    /// What comes after a position that may be another source's: of the same instant, sources follow each other.
    private func begin(
        after position: RecordPosition, _ conditions: inout [String], _ arguments: inout [any DatabaseValueConvertible]
    ) {
        if position.source == number {
            conditions.append("(\(keys.joined(separator: ", "))) > (\(keys.map { _ in "?" }.joined(separator: ", ")))")
            arguments += [position.at.milliseconds, position.key] as [any DatabaseValueConvertible]
            if source.number != nil { arguments.append(position.number) }
        } else {
            conditions.append("t.\(source.time) \(position.source < number ? ">=" : ">") ?")
            arguments.append(position.at.milliseconds)
        }
    }

    private func record(_ row: Row, _ columns: [RecordColumn]) -> SourceRecord {
        let first = 3
        let currency = columns.firstIndex { $0.name == "currency" }.flatMap { row[first + $0] as String? } ?? ""
        return SourceRecord(
            position: RecordPosition(at: Timestamp(milliseconds: row[0]), source: number, key: row[1], number: row[2]),
            kind: source.table,
            members: columns.enumerated().map { position, column in
                SourceRecord.Member(column.name, column.cell(row, at: first + position, currency: currency))
            })
    }
}
