import Documents

/// Reads one column of a table schema.
enum ColumnReader {
    static func column(_ node: Node) throws(TableError) -> TableColumn {
        try TableSchemaReader.checkKeys(
            node, "a column",
            [
                "name", "type", "title", "description", "required", "scale", "maximum_scale", "maximum_length", "pattern", "values",
                "minimum", "maximum",
            ])
        guard let name = node["name"]?.string, !name.isEmpty else {
            throw TableSchemaReader.invalid(node, "expected a column to have a `name`")
        }
        guard let type = try TableSchemaReader.choice(node["type"], ColumnType.self) else {
            throw TableSchemaReader.invalid(node, "expected the column `\(name)` to have a `type`")
        }
        var column = TableColumn(name: name, type: type)
        if let required = node["required"] {
            guard let flag = required.bool else { throw TableSchemaReader.invalid(required, "expected `required` to be true or false") }
            column.isRequired = flag
        }
        column.scale = try scale(node["scale"], of: type)
        column.maximumScale = try scale(node["maximum_scale"], of: type)
        column.maximumLength = try TableSchemaReader.count(node["maximum_length"])
        column.pattern = try pattern(node["pattern"])
        column.values = try values(node["values"], of: type)
        column.minimum = try bound(node["minimum"], of: type)
        column.maximum = try bound(node["maximum"], of: type)
        return column
    }

    private static func scale(_ node: Node?, of type: ColumnType) throws(TableError) -> Int? {
        guard let node, let digits = try TableSchemaReader.count(node) else { return nil }
        guard type == .decimal, digits <= 38 else { throw TableSchemaReader.invalid(node, "a scale is 0 to 38, and for decimals only") }
        return digits
    }

    private static func pattern(_ node: Node?) throws(TableError) -> CellPattern? {
        guard let node else { return nil }
        guard let pattern = node.string.flatMap(CellPattern.init) else {
            throw TableSchemaReader.invalid(node, "\(TableSchemaReader.text(node)) is not a regular expression")
        }
        return pattern
    }

    private static func values(_ node: Node?, of type: ColumnType) throws(TableError) -> Set<String>? {
        guard let node else { return nil }
        guard let entries = node.array, !entries.isEmpty else {
            throw TableSchemaReader.invalid(node, "expected `values`, an array of at least one value")
        }
        var values: Set<String> = []
        for entry in entries {
            guard let text = scalar(entry), type.accepts(text) else {
                throw TableSchemaReader.invalid(entry, "expected \(type.example), got \(TableSchemaReader.text(entry))")
            }
            values.insert(text)
        }
        return values
    }

    private static func bound(_ node: Node?, of type: ColumnType) throws(TableError) -> CellBound? {
        guard let node else { return nil }
        guard let bound = scalar(node).flatMap({ CellBound($0, of: type) }) else {
            throw TableSchemaReader.invalid(node, "\(TableSchemaReader.text(node)) cannot bound a column of type \(type.rawValue)")
        }
        return bound
    }

    /// The text of a scalar: YAML reads `100` as a number and `true` as a boolean where a cell has the text.
    private static func scalar(_ node: Node) -> String? { node.string ?? node.number?.lexeme ?? node.bool.map(String.init) }
}
