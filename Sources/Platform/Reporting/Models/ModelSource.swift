/// A SQL model file, taken apart: text and the `{{ … }}` in it.
///
/// Only `ref('model')`, `source('schema', 'table')` and `var('name')` may stand between the braces, with either quote, and no
/// other templating at all: what stays is SQL that dbt renders the same way.
struct ModelSource: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case sql(String)
        case reference(model: String)
        case table(String)
        case variable(String)
    }

    let name: String
    let parts: [Part]

    /// - Throws: `ReportingError` `invalid-model`.
    init(name: String, text: String) throws(ReportingError) {
        self.name = name
        guard !text.contains("{%"), !text.contains("{#") else { throw .model(name, "statements and comments of Jinja are not understood") }
        var parts: [Part] = []
        var rest = text[...]
        while let opening = rest.firstRange(of: "{{") {
            parts.append(.sql(String(rest[..<opening.lowerBound])))
            rest = rest[opening.upperBound...]
            guard let closing = rest.firstRange(of: "}}") else { throw .model(name, "`{{` without `}}`") }
            parts.append(try Self.part(String(rest[..<closing.lowerBound]), in: name))
            rest = rest[closing.upperBound...]
        }
        guard !rest.contains("}}") else { throw .model(name, "`}}` without `{{`") }
        parts.append(.sql(String(rest)))
        self.parts = parts
    }

    private static func part(_ text: String, in name: String) throws(ReportingError) -> Part {
        let call = trimmed(text[...])
        guard let open = call.firstIndex(of: "("), call.hasSuffix(")") else { throw .model(name, "`{{\(text)}}` is not a call") }
        let arguments = call[call.index(after: open)...].dropLast().split(separator: ",", omittingEmptySubsequences: false)
        let words = arguments.compactMap { unquoted(trimmed($0)) }
        guard words.count == arguments.count else { throw .model(name, "`{{\(text)}}` takes names in quotes") }
        switch (call[..<open], words.count) {
        case ("ref", 1): return .reference(model: words[0])
        case ("source", 2): return .table(words[1])
        case ("var", 1): return .variable(words[0])
        default: throw .model(name, "`{{\(text)}}` is none of ref(1), source(2), var(1)")
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " }
        return start[..<(start.lastIndex { $0 != " " }.map { start.index(after: $0) } ?? start.startIndex)]
    }

    /// The name between equal quotes, nil when it is not one.
    private static func unquoted(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "'" || quote == "\"", text.last == quote, text.count >= 3 else { return nil }
        let name = text.dropFirst().dropLast()
        let isName = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return isName ? String(name) : nil
    }
}
