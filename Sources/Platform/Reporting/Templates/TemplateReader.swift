import Documents
import SourceData

/// Reads a template file, strictly: what is not known is refused where it stands. The grammar is in `Pipelines/templates/README.md`.
struct TemplateReader {
    /// For messages.
    let file: String

    /// - Throws: `ReportingError` `invalid-template`.
    func template(_ bytes: [UInt8]) throws(ReportingError) -> ReportTemplate {
        let document: Node
        do {
            document = try YAMLReader.read(bytes, limits: DocumentLimits(maximumBytes: 1 << 20, maximumDepth: 16))
        } catch {
            throw .template(file, at: error.place, error.message)
        }
        try check(
            document, "a template",
            needed: [
                "schema_version", "id", "name", "title", "version", "regulators", "cadences", "formats", "deadline", "feeds",
                "grace_hours", "model", "rows", "key", "xml", "columns",
            ])
        guard document["schema_version"]?.integer == 1 else { throw invalid(document["schema_version"], "expected schema_version 1") }
        let columns = try columns(document["columns"])
        let xml = try xml(document["xml"])
        let version = try number(document["version"], 1...10_000)
        guard xml.namespace.hasSuffix(":\(version)") else {
            throw invalid(document["xml"], "expected a namespace that ends in the version, :\(version)")
        }
        return ReportTemplate(
            id: try text(document["id"], /[A-Z][0-9]{2}/, "an id such as T16"),
            name: try text(document["name"], /[A-Z0-9]+(-[A-Z0-9]+)*/, "a name such as X-GAR-D"),
            title: try text(document["title"], /.{1,200}/, "a title"), version: version,
            regulators: Set(try list(document["regulators"], of: ["UKGC", "MGA", "CGA"]) { $0 }),
            cadences: try list(document["cadences"], of: Period.Kind.allCases.map(\.rawValue)) { Period.Kind(rawValue: $0) },
            formats: try formats(document["formats"]),
            deadline: try deadline(document["deadline"]),
            feeds: try list(document["feeds"], of: Feed.allCases.map(\.rawValue)) { Feed(rawValue: $0) },
            graceHours: try number(document["grace_hours"], 0...2000),
            model: try text(document["model"], /[a-z][a-z0-9_]*/, "the name of a model"),
            units: try list(document["rows"], of: ReportTemplate.Unit.allCases.map(\.rawValue)) { ReportTemplate.Unit(rawValue: $0) },
            columns: columns, key: try list(document["key"], of: columns.map(\.name)) { $0 }, rootElement: xml.root,
            namespace: xml.namespace)
    }

    /// All of them are checked; those that this build cannot write are left out, and one must stay.
    private func formats(_ node: Node?) throws(ReportingError) -> [ReportFormat] {
        let all = try list(node, of: ReportFormat.allCases.map(\.rawValue)) { ReportFormat(rawValue: $0) }
        let written = all.filter(\.isAvailable)
        guard !written.isEmpty else { throw invalid(node, "this build writes none of these formats") }
        return written
    }

    private func columns(_ node: Node?) throws(ReportingError) -> [ReportColumn] {
        guard let entries = node?.array, !entries.isEmpty else { throw invalid(node, "expected a list of columns") }
        var columns: [ReportColumn] = []
        for entry in entries {
            try check(entry, "a column", needed: ["name", "kind"], optional: ["total", "optional"])
            let name = try text(entry["name"], /[a-z][a-z0-9_]*/, "a name in snake_case")
            guard let kind = entry["kind"]?.string.flatMap(ReportColumn.Kind.init(rawValue:)) else {
                throw invalid(entry["kind"], "expected one of \(ReportColumn.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            let total = try flag(entry["total"])
            guard total != true || kind == .money || kind == .count else {
                throw invalid(entry["total"], "only money and counts have control totals")
            }
            guard !columns.contains(where: { $0.name == name }) else { throw invalid(entry, "the column `\(name)` occurs twice") }
            columns.append(ReportColumn(name, kind, isTotalled: total, isOptional: try flag(entry["optional"]) ?? false))
        }
        return columns
    }

    private func deadline(_ node: Node?) throws(ReportingError) -> ReportDeadline {
        guard let node else { throw invalid(node, "expected a deadline") }
        if node["days"] != nil {
            try check(node, "a deadline in days", needed: ["days"], optional: ["hour"])
            let hour: Int? = if let hour = node["hour"] { try number(hour, 0...23) } else { nil }
            return .days(try number(node["days"], 0...400), hour: hour)
        }
        try check(node, "a deadline on a day of the month", needed: ["day_of_month"], optional: ["months"])
        let months = if let months = node["months"] { try number(months, 1...24) } else { 1 }
        return .dayOfMonth(try number(node["day_of_month"], 1...28), months: months)
    }

    private func xml(_ node: Node?) throws(ReportingError) -> (root: String, namespace: String) {
        guard let node else { throw invalid(node, "expected `xml`") }
        try check(node, "`xml`", needed: ["root", "namespace"])
        return (
            try text(node["root"], /[a-z][a-z0-9_]*/, "an element name in snake_case"),
            try text(node["namespace"], /urn:[a-zA-Z0-9:.-]+/, "a URN")
        )
    }
}

extension TemplateReader {
    private func text(_ node: Node?, _ form: Regex<some Any>, _ what: String) throws(ReportingError) -> String {
        let fits: Bool
        do {
            fits = try node?.string.flatMap { try form.wholeMatch(in: $0) } != nil
        } catch {
            fits = false
        }
        guard fits, let text = node?.string else { throw invalid(node, "expected \(what)") }
        return text
    }

    private func number(_ node: Node?, _ range: ClosedRange<Int>) throws(ReportingError) -> Int {
        guard let number = node?.integer, range.contains(number) else {
            throw invalid(node, "expected a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private func flag(_ node: Node?) throws(ReportingError) -> Bool? {
        guard let node else { return nil }
        guard let flag = node.bool else { throw invalid(node, "expected true or false") }
        return flag
    }

    private func list<Value>(
        _ node: Node?, of words: [String], _ parse: (String) -> Value?
    ) throws(ReportingError) -> [Value] {
        guard let entries = node?.array, !entries.isEmpty else { throw invalid(node, "expected a list of at least one") }
        var seen: Set<String> = []
        var values: [Value] = []
        for entry in entries {
            guard let word = entry.string, words.contains(word), let value = parse(word) else {
                throw invalid(entry, "expected one of \(words.joined(separator: ", "))")
            }
            guard seen.insert(word).inserted else { throw invalid(entry, "`\(word)` is named twice") }
            values.append(value)
        }
        return values
    }

    private func check(_ node: Node, _ what: String, needed: [String], optional: [String] = []) throws(ReportingError) {
        guard let members = node.members else { throw invalid(node, "expected \(what) to be a mapping, got \(node.kindName)") }
        for member in members where !(needed + optional).contains(member.key) {
            throw .template(file, at: member.keyPlace, "`\(member.key)` is not a key of \(what)")
        }
        for key in needed where node[key] == nil { throw invalid(node, "\(what) needs `\(key)`") }
    }

    private func invalid(_ node: Node?, _ message: String) -> ReportingError { .template(file, at: node?.place ?? .none, message) }
}
