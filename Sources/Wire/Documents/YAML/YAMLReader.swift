internal import Yams

/// Reads one YAML document into the tree JSON has, for files that people write.
///
/// Plain scalars are typed by the core schema of YAML 1.2 §10.3 alone: `no`, `on` and `2026-10-15` are strings. Refused, because they
/// hide what a reader of the file would not expect: tags, merge keys, keys that are not scalars, a key written twice, `.inf` and `.nan`,
/// a second document, and aliases that multiply the text. Lines end as YAML 1.1 says (LF, CR, CR LF, NEL, LS, PS).
package enum YAMLReader {
    /// The one document of the text, with places. Aliased nodes carry the place of their anchor. Cost is linear in text and expansion.
    package static func read(_ bytes: [UInt8], limits: DocumentLimits = .standard) throws(DocumentError) -> Node {
        guard bytes.count <= limits.maximumBytes else { throw .tooLarge(bytes.count, limit: limits.maximumBytes) }
        let lines = LineTable(bytes)
        let text = try decoded(bytes, lines)
        try AliasExpansion.check(bytes, lines)
        let root: Yams.Node
        do {
            // No resolver rules: every scalar stays the text it is until CoreSchema looks at it.
            let parser = try Yams.Parser(yaml: text, resolver: Yams.Resolver.basic, encoding: .utf8)
            guard let first = try parser.nextRoot() else { throw DocumentError.emptyDocument(at: Place(offset: 0, line: 1, column: 1)) }
            if let second = try parser.nextRoot() {
                throw DocumentError.secondDocument(at: second.mark.map { lines.place($0.line, $0.column) } ?? .none)
            }
            root = first
        } catch let error as DocumentError {
            throw error
        } catch let error as YamlError {
            throw DocumentError(error, lines)
        } catch {
            throw DocumentError(.syntax, "expected a YAML document, got \(error)")
        }
        let tree = YAMLTree(lines: lines, maximumDepth: limits.maximumDepth)
        let node = try tree.node(root, depth: 0)
        // A file of comments alone is one empty scalar for the parser.
        if node.isNull, lines.hasNoContent { throw .emptyDocument(at: node.place) }
        return node
    }

    private static func decoded(_ bytes: [UInt8], _ lines: LineTable) throws(DocumentError) -> String {
        var index = 0
        while index < bytes.count {
            let length = UTF8Sequence.length(in: bytes.span.bytes, at: index)
            guard length > 0 else { throw .notUTF8(bytes[index], at: lines.place(atOffset: index)) }
            index += length
        }
        // The parser would count a byte order mark as a column.
        return String(decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...], as: UTF8.self)
    }
}
