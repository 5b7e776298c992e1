import Documents
import Results

/// What `defaults: response:` says.
struct ResponseDefaults {
    var fields: [FieldExpectation] = []
    var within: Located<Duration>?

    static func read(_ node: Node, from source: inout ContractSource) -> ResponseDefaults {
        guard let object = source.object(node, as: "`defaults: response`", keys: ["headers", "within"]) else { return ResponseDefaults() }
        return ResponseDefaults(
            fields: object["headers"].map { source.fieldExpectations($0.value) } ?? [], within: source.duration(object["within"]))
    }
}

/// Reads `response` and bodies.
struct ResponseReader {
    private enum Connection: String, CaseIterable {
        case mayBeRefused = "may-be-refused"
    }

    private static let keys = ["status", "headers", "body", "within", "signature", "audit", "connection"]

    /// A mapping, or a status alone.
    static func read(_ member: Node.Member, defaults: ResponseDefaults, from source: inout ContractSource) -> ExpectedResponse? {
        let location = source.text.location(ofKey: member)
        if member.value.members == nil {
            let place = source.text.location(of: member.value)
            let statuses = source.statuses(member.value)
            return ExpectedResponse(
                statuses: statuses, statusSource: place, fields: defaults.fields, within: defaults.within, source: location)
        }
        guard let object = source.object(member.value, as: "`response`", keys: keys, required: ["status"]) else { return nil }
        let own = object["headers"].map { source.fieldExpectations($0.value) } ?? []
        let kept = defaults.fields.filter { field in !own.contains { $0.name.lowercased() == field.name.lowercased() } }
        return ExpectedResponse(
            statuses: object["status"].map { source.statuses($0.value) } ?? [],
            statusSource: object["status"].map { source.text.location(of: $0.value) } ?? location, fields: kept + own,
            body: object["body"].map { body($0, from: &source) } ?? .anything,
            within: source.duration(object["within"]) ?? defaults.within,
            signature: object["signature"].flatMap { SignatureReader.read($0, from: &source) },
            audit: object["audit"].flatMap { AuditReader.read($0, from: &source) },
            mayRefuseConnection: object["connection"].flatMap {
                source.choice($0.value, as: "`connection`", of: Connection.self)
            } == .mayBeRefused, source: location)
    }

    /// `none`, or media types with what each must be.
    static func body(_ member: Node.Member, from source: inout ContractSource) -> ExpectedBody {
        let location = source.text.location(of: member.value)
        if member.value.string == "none" { return .empty(location) }
        guard let members = member.value.members, !members.isEmpty else {
            source.report(.wrongType(of: "`body`", expected: "`none` or a mapping of media types", actual: member.value, at: location))
            return .anything
        }
        return .oneOf(members.compactMap { expectation($0, from: &source) })
    }

    private static func expectation(_ member: Node.Member, from source: inout ContractSource) -> BodyExpectation? {
        guard let mediaType = source.mediaType(member) else { return nil }
        if member.value.isNull { return BodyExpectation(mediaType: mediaType) }
        guard
            let object = source.object(
                member.value, as: "a body of \(mediaType.value)", keys: ["schema", "xsd", "table", "xpath", "pdf", "match"])
        else { return nil }
        refuseForeign(object, mediaType: mediaType, from: &source)
        return BodyExpectation(
            mediaType: mediaType, schema: source.schema(object["schema"], .jsonSchema), xsd: source.schema(object["xsd"], .xsd),
            table: source.schema(object["table"], .table), xpath: object["xpath"].flatMap { xpath($0, from: &source) },
            pdf: object["pdf"].flatMap { pdf($0, from: &source) },
            matches: object["match"].map { source.pathExpectations($0.value) } ?? [])
    }

    /// `{ namespaces: {prefix: URI}, that: [expression, …] }`
    private static func xpath(_ member: Node.Member, from source: inout ContractSource) -> XPathAssertions? {
        guard let object = source.object(member.value, as: "`xpath`", keys: ["namespaces", "that"], required: ["that"]),
            let that = object["that"]
        else { return nil }
        var namespaces: [String: String] = [:]
        for entry in object["namespaces"]?.value.members ?? [] { namespaces[entry.key] = source.string(entry) }
        let expressions = source.list(that.value).compactMap { node in
            source.string(node, as: "`that`").map { Located($0, source.text.location(of: node)) }
        }
        return XPathAssertions(namespaces: namespaces, expressions: expressions)
    }

    /// `{ archive: [2b, …], match: {path: matcher} }`
    private static func pdf(_ member: Node.Member, from source: inout ContractSource) -> PDFExpectation? {
        guard let object = source.object(member.value, as: "`pdf`", keys: ["archive", "match"]) else { return nil }
        let forms = ["1a", "1b", "2a", "2b", "2u", "3a", "3b", "3u", "4", "4e", "4f"]
        let archive: [Located<String>] = (object["archive"].map { source.list($0.value) } ?? []).compactMap { node in
            let location = source.text.location(of: node)
            guard let form = node.string ?? node.integer.map({ String($0) }), forms.contains(form) else {
                source.report(
                    .wrongType(
                        of: "`archive`", expected: "a form of PDF/A: \(forms.joined(separator: ", "))", actual: node, at: location))
                return nil
            }
            return Located(form, location)
        }
        return PDFExpectation(
            archive: archive, matches: object["match"].map { source.pathExpectations($0.value) } ?? [],
            source: source.text.location(ofKey: member))
    }

    /// Kinds of demands that this media type cannot meet.
    private static func refuseForeign(
        _ object: [String: Node.Member], mediaType: Located<String>, from source: inout ContractSource
    ) {
        // Lines of JSON are judged as an array of them.
        let isJSON =
            ["application/json", "application/x-ndjson", "application/jsonl"].contains(mediaType.value)
            || mediaType.value.hasSuffix("+json")
        let isXML = mediaType.value == "application/xml" || mediaType.value == "text/xml" || mediaType.value.hasSuffix("+xml")
        let isCSV = mediaType.value == "text/csv"
        let isPDF = mediaType.value == "application/pdf"
        for (key, fits) in [
            ("schema", isJSON), ("match", isJSON || isCSV), ("xsd", isXML), ("xpath", isXML), ("table", isCSV), ("pdf", isPDF),
        ]
        where !fits {
            guard let member = object[key] else { continue }
            source.report(
                .conflict(
                    "`\(key)` cannot judge \(mediaType.value)",
                    remedy: "use `schema` and `match` for JSON, `xsd` and `xpath` for XML, `table` and `match` for text/csv, `pdf` for PDF",
                    at: source.text.location(ofKey: member)))
        }
    }
}
