import Documents

/// Reads a table schema from its document, strictly: what is not known is refused where it stands.
enum TableSchemaReader {
    static func schema(_ document: Node) throws(TableError) -> TableSchema {
        try checkKeys(
            document, "a table schema",
            ["schema_version", "id", "title", "description", "header", "line_ending", "columns", "rows", "unique", "rules"])
        if let version = document["schema_version"], version.integer != 1 {
            throw invalid(version, "expected schema_version 1, got \(text(version))")
        }
        guard let entries = document["columns"]?.array, !entries.isEmpty else {
            throw invalid(document["columns"] ?? document, "expected `columns`, an array of at least one column")
        }
        var columns: [TableColumn] = []
        for entry in entries {
            let column = try ColumnReader.column(entry)
            guard !columns.contains(where: { $0.name == column.name }) else {
                throw invalid(entry, "the column `\(column.name)` occurs twice")
            }
            columns.append(column)
        }
        return TableSchema(
            columns: columns, header: try choice(document["header"], TableSchema.HeaderMatch.self) ?? .exact,
            lineEnding: try lineEnding(document["line_ending"]), rowCount: try rowCount(document["rows"]),
            unique: try unique(document["unique"], columns), rules: try rules(document["rules"], columns), title: document["title"]?.string)
    }

    private static func lineEnding(_ node: Node?) throws(TableError) -> LineEnding? {
        if node?.string == "any" { return nil }
        return try choice(node, LineEnding.self)
    }

    private static func rowCount(_ node: Node?) throws(TableError) -> ClosedRange<Int> {
        guard let node else { return 0...Int.max }
        try checkKeys(node, "`rows`", ["minimum", "maximum"])
        let minimum = try count(node["minimum"]) ?? 0
        let maximum = try count(node["maximum"]) ?? Int.max
        guard minimum <= maximum else { throw invalid(node, "the minimum of `rows` is above the maximum") }
        return minimum...maximum
    }

    private static func unique(_ node: Node?, _ columns: [TableColumn]) throws(TableError) -> [[String]] {
        guard let node else { return [] }
        guard let keys = node.array else { throw invalid(node, "expected `unique`, an array of arrays of columns") }
        var result: [[String]] = []
        for key in keys {
            guard let names = key.array, !names.isEmpty else { throw invalid(key, "expected an array of columns") }
            var columnNames: [String] = []
            for name in names { columnNames.append(try column(named: name, columns).name) }
            result.append(columnNames)
        }
        return result
    }

    private static func rules(_ node: Node?, _ columns: [TableColumn]) throws(TableError) -> [TableRule] {
        guard let node else { return [] }
        guard let entries = node.array else { throw invalid(node, "expected `rules`, an array") }
        var result: [TableRule] = []
        for entry in entries {
            if entry.members != nil { try checkKeys(entry, "a rule", ["rule", "empty"]) }
            guard let source = entry["rule"] ?? (entry.string != nil ? entry : nil), let text = source.string else {
                throw invalid(entry, "expected a rule, such as `net = gross - fees`, or a mapping with `rule`")
            }
            var rule: TableRule
            do throws(TableError) {
                rule = try RuleParser.rule(text)
            } catch {
                throw TableError(
                    .invalidRule, line: source.place.line, column: source.place.column, error.message + " at character \(error.column)")
            }
            rule.emptyCells = try choice(entry["empty"], TableRule.EmptyCells.self) ?? .skip
            try check(rule, source, columns)
            result.append(rule)
        }
        return result
    }

    private static func check(_ rule: TableRule, _ source: Node, _ columns: [TableColumn]) throws(TableError) {
        for name in rule.cells.union(rule.sums).sorted() {
            guard let column = columns.first(where: { $0.name == name }) else {
                throw invalid(source, "the rule `\(rule.text)` names a column `\(name)` that the schema has not")
            }
            guard column.type.isNumeric else { throw invalid(source, "the column `\(name)` of the rule `\(rule.text)` is not numeric") }
        }
        guard !rule.isOfTable || rule.cells.isEmpty else {
            throw invalid(source, "the rule `\(rule.text)` mixes cells of a row with sums of the table")
        }
    }

    private static func column(named node: Node, _ columns: [TableColumn]) throws(TableError) -> TableColumn {
        guard let column = columns.first(where: { $0.name == node.string }) else {
            throw invalid(node, "\(text(node)) is not a column of the schema")
        }
        return column
    }
}

extension TableSchemaReader {
    static func invalid(_ node: Node, _ message: String) -> TableError {
        TableError(.invalidSchema, line: node.place.line, column: node.place.column, message)
    }

    static func text(_ node: Node) -> String { "`\(String(decoding: node.compactBytes().prefix(60), as: UTF8.self))`" }

    static func checkKeys(_ node: Node, _ what: String, _ known: [String]) throws(TableError) {
        guard let members = node.members else { throw invalid(node, "expected \(what) to be a mapping, got \(text(node))") }
        for member in members where !known.contains(member.key) {
            throw TableError(
                .invalidSchema, line: member.keyPlace.line, column: member.keyPlace.column,
                "`\(member.key)` is not a key of \(what); it has \(known.joined(separator: ", "))")
        }
    }

    static func choice<T: RawRepresentable & CaseIterable>(_ node: Node?, _ type: T.Type) throws(TableError) -> T?
    where T.RawValue == String {
        guard let node else { return nil }
        guard let value = node.string.flatMap(T.init(rawValue:)) else {
            throw invalid(node, "expected one of \(T.allCases.map(\.rawValue).joined(separator: ", ")), got \(text(node))")
        }
        return value
    }

    static func count(_ node: Node?) throws(TableError) -> Int? {
        guard let node else { return nil }
        guard let value = node.integer, value >= 0 else { throw invalid(node, "expected a count, 0 or more, got \(text(node))") }
        return value
    }
}
