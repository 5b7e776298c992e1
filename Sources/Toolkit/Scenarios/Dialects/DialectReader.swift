import Contracts
import Documents
import Foundation
import HTTPTypes
package import Results

extension Dialect {
    /// Reads a dialect (`*.dialect.yaml`).
    ///
    /// Findings have codes `dialect.…`, severity error and the place in the file; there is a dialect only when there are none.
    /// - Parameter path: absolute, or relative to the working directory.
    package static func load(_ path: String) -> (dialect: Dialect?, findings: [Finding]) {
        guard let handle = FileHandle(forReadingAtPath: path) else { return (nil, [.dialectUnreadable(path)]) }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: DialectReader.maximumBytes + 1), data.count <= DialectReader.maximumBytes else {
            return (nil, [.dialectUnreadable(path)])
        }
        return read([UInt8](data), file: path)
    }

    /// Reads a dialect from memory.
    /// - Parameter file: the path that findings name.
    package static func read(_ bytes: [UInt8], file: String) -> (dialect: Dialect?, findings: [Finding]) {
        var reader = DialectReader(file: file, bytes: bytes)
        let dialect = reader.dialect(bytes)
        let findings = reader.source.findings
        return (findings.isEmpty ? dialect : nil, findings)
    }
}

/// Turns the document of a dialect into a `Dialect`; always the contracts' word first, the subject's behind it.
///
///     schema_version: 1
///     id: <in records; the file's name if absent>, title: <free text>
///     paths: { "[METHOD ]/path/{name}?parameter={name}": "[METHOD ]/wire/path/{name}?parameter={name}" }
///     parameters: { <query parameter>: <on the wire> }
///     members: { "[request |answer ]<schema> | <interactions with *> | [METHOD ]/path": { <member>: <on the wire> } }
///     values: { <member, parameter or placeholder>: { <value>: <on the wire> } }
///     headers: { <field>: <on the wire> }
///     problems: { <end of type>: <on the wire> }
///     signature_tags: { <tag>: <on the wire> }
struct DialectReader {
    /// Dialects are written by hand; this is far above any real one.
    static let maximumBytes = 1 << 20

    private static let keys = [
        "id", "title", "paths", "parameters", "members", "values", "headers", "problems", "signature_tags",
    ]
    private static let methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
    /// RFC 9110 §9.2.1.
    private static let safeMethods: Set<String> = ["GET", "HEAD", "OPTIONS"]

    private let file: String
    var source: FileSource

    init(file: String, bytes: [UInt8]) {
        self.file = file
        source = FileSource(file: file, bytes: bytes, area: "dialect")
    }

    mutating func dialect(_ bytes: [UInt8]) -> Dialect? {
        guard let document = source.document(bytes), let top = source.top(document, as: "a dialect", keys: Self.keys, required: [])
        else { return nil }
        let id = source.string(top["id"])
        _ = source.string(top["title"])
        let paths = readPaths(top["paths"])
        let parameters = words(top["parameters"])
        let vocabularies = readMembers(top["members"])
        let values = readValues(top["values"])
        let fields = readFields(top["headers"])
        let problems = words(top["problems"])
        let tags = words(top["signature_tags"])
        return Dialect(
            id: id ?? Self.stem(of: file), paths: paths, parameters: Self.dictionary(parameters), vocabularies: vocabularies,
            values: values, fields: fields, problems: Self.dictionary(problems), tags: Self.dictionary(tags), file: file,
            digest: Digest.hex(bytes))
    }

    private mutating func readPaths(_ member: Node.Member?) -> [PathMapping] {
        guard let members = mapping(member) else { return [] }
        return members.compactMap { member in
            let place = source.location(ofKey: member)
            guard let written = source.string(member) else { return nil }
            let (method, key) = Self.split(member.key)
            let (wireMethod, value) = Self.split(written)
            guard let pattern = PathPattern(parsing: key) else {
                source.report(.dialectPath(member.key, at: place))
                return nil
            }
            guard let target = PathTarget(parsing: value, method: wireMethod) else {
                source.report(.dialectPath(written, at: source.location(of: member.value)))
                return nil
            }
            let known = Set(pattern.placeholders)
            for name in target.placeholders.subtracting(known).sorted() {
                let near = Spelling.nearest(to: name, among: known.sorted())
                source.report(.dialectPlaceholder(name, near: near, at: source.location(of: member.value)))
            }
            for name in pattern.placeholders where !target.placeholders.contains(name) {
                source.report(.dialectLost(name, at: source.location(of: member.value)))
            }
            if let wireMethod, wireMethod != method, Self.safeMethods.contains(wireMethod) != method.map(Self.safeMethods.contains) {
                source.report(.dialectMethod(method, wireMethod, at: source.location(of: member.value)))
            }
            return PathMapping(method: method, pattern: pattern, target: target)
        }
    }

    private mutating func readMembers(_ member: Node.Member?) -> [Vocabulary] {
        guard let members = mapping(member) else { return [] }
        return members.compactMap { member in
            let names = Self.dictionary(distinct(words(member)) { $0 })
            var written = member.key
            var side: Vocabulary.Side?
            for word in Vocabulary.Side.allCases where written.hasPrefix("\(word.rawValue) ") {
                side = word
                written = String(written.dropFirst(word.rawValue.count + 1))
            }
            guard let selector = Self.selector(written) else {
                source.report(.dialectSelector(member.key, at: source.location(ofKey: member)))
                return nil
            }
            return Vocabulary(selector: selector, side: side, members: names)
        }
    }

    private static func selector(_ text: String) -> Vocabulary.Selector? {
        let (method, rest) = split(text)
        if rest.hasPrefix("/") { return PathPattern(parsing: rest).map { .target(method: method, $0) } }
        guard method == nil, !text.isEmpty, !text.contains(where: \.isWhitespace) else { return nil }
        return text.contains("/") || text.contains("*") || text.contains(".") ? .interactions(text) : .schema(text)
    }

    private mutating func readValues(_ member: Node.Member?) -> [String: ValueWords] {
        guard let members = mapping(member) else { return [:] }
        var values: [String: ValueWords] = [:]
        for member in members { values[member.key] = ValueWords(words(member).map { ($0.key, $0.value) }) }
        return values
    }

    private mutating func readFields(_ member: Node.Member?) -> FieldWords {
        guard let member else { return FieldWords() }
        var pairs: [(contract: HTTPField.Name, wire: HTTPField.Name)] = []
        for word in distinct(words(member), { $0.lowercased() }) {
            guard let contract = HTTPField.Name(word.key), let wire = HTTPField.Name(word.value) else {
                source.report(.dialectFieldName(HTTPField.Name(word.key) == nil ? word.key : word.value, at: word.source))
                continue
            }
            for name in [contract, wire] where FieldWords.fixed.contains(name.canonicalName) {
                source.report(.dialectFixedField(name.rawName, at: word.source))
            }
            pairs.append((contract, wire))
        }
        return FieldWords(pairs)
    }

    /// A word of the contracts and the subject's.
    private struct Word {
        let key: String
        let value: String
        let source: SourceLocation
    }

    /// The pairs of a mapping of texts, in the order of the file.
    private mutating func words(_ member: Node.Member?) -> [Word] {
        (mapping(member) ?? []).compactMap { pair in
            let place = source.location(ofPair: pair)
            guard let value = source.string(pair) else { return nil }
            guard !pair.key.isEmpty, !value.isEmpty else {
                source.report(.dialectEmpty(at: place))
                return nil
            }
            return Word(key: pair.key, value: value, source: place)
        }
    }

    /// The same pairs; two that have one name on the wire could not be told apart in what comes back.
    /// - Parameter form: what names are compared by.
    private mutating func distinct(_ words: [Word], _ form: (String) -> String) -> [Word] {
        var names: [String: String] = [:]
        for word in words {
            if let first = names[form(word.value)] { source.report(.dialectTwice(word.value, first, word.key, at: word.source)) }
            names[form(word.value)] = word.key
        }
        return words
    }

    private mutating func mapping(_ member: Node.Member?) -> [Node.Member]? { source.mapping(member)?.members }

    private static func dictionary(_ words: [Word]) -> [String: String] {
        Dictionary(words.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// `GET /path` as method and rest.
    private static func split(_ text: String) -> (method: String?, rest: String) {
        for method in methods where text.hasPrefix("\(method) ") { return (method, String(text.dropFirst(method.count + 1))) }
        return (nil, text)
    }

    /// `northwind` for `etc/northwind.dialect.yaml`.
    private static func stem(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.split(separator: ".").first.map(String.init) ?? name
    }
}
