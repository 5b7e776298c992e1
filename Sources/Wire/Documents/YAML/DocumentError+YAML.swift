internal import Yams

extension DocumentError {
    /// The parser's own words, at its place.
    init(_ error: YamlError, _ lines: LineTable) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            self = .yaml(problem, context: context?.text, at: lines.place(mark.line, mark.column))
        case .reader(let problem, let offset, let value, _):
            let scalar = value < 0 ? "" : " U+" + String(value, radix: 16, uppercase: true)
            self = DocumentError(
                .encoding, at: offset.map { lines.place(atOffset: $0) } ?? .none, "expected readable characters, got\(scalar): \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            let first = lines.place(context.mark.line, context.mark.column)
            self = .duplicateKey(key, at: RepeatedKey(lines: lines, key: key).secondPlace(after: first))
        case .memory: self = DocumentError(.tooLarge, "expected a document that fits the memory, got more")
        case .no, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            self = DocumentError(.syntax, "expected a YAML document, got \(error)")
        }
    }

    private static func yaml(_ problem: String, context: String?, at place: Place) -> DocumentError {
        let hint =
            problem.contains("cannot start any token")
            ? " (indent with blanks, not tabs; quote text that starts with `@`, `%` or a backquote)" : ""
        let doing = context.map { " \($0)" } ?? ""
        // libyaml refuses nesting beyond 1000 levels with these words.
        let code: Code = problem.contains("nesting") ? .tooDeep : .syntax
        return DocumentError(code, at: place, "expected well-formed YAML, got an error\(doing): \(problem)\(hint)")
    }

    static func unsupportedYAML(_ expected: String, _ found: String, at place: Place) -> DocumentError {
        DocumentError(.unsupported, at: place, "expected \(expected), got \(found)")
    }

    static func secondDocument(at place: Place) -> DocumentError {
        DocumentError(.trailing, at: place, "expected one document, got a second one")
    }

    static func expansion(limit: Int, at place: Place) -> DocumentError {
        DocumentError(.expansion, at: place, "expected aliases that expand to at most \(limit) bytes, got more")
    }
}
