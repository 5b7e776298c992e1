/// A query that selects nodes of a document (RFC 9535).
package struct JSONPath: Sendable {
    /// The query as written.
    package let expression: String
    private let query: PathQuery

    /// Throws `path` with the column for anything that is not well-formed or not well-typed (§2.1, §2.4.3).
    package init(parsing expression: String) throws(DocumentError) {
        var parser = PathParser(expression)
        query = try parser.query()
        self.expression = expression
    }

    /// The selected nodes in the order of §2.5: as often as they are selected, members in the order written.
    package func matches(in root: Node) -> [Match] {
        PathEvaluator(root: root).nodes(of: query, current: root).map { found in
            Match(path: found.location?.normalizedPath ?? "$", node: found.node, pointer: JSONPointer(found.location?.tokens ?? []))
        }
    }

    /// A selected node and where it is.
    package struct Match: Sendable, Hashable {
        /// Where it is, as a normalized path (§2.7), e.g. `$['reports'][0]`.
        package let path: String
        package let node: Node
        /// Where it is, as a JSON Pointer.
        package let pointer: JSONPointer
    }

    /// Whether the query can select one node at most, whatever the document (§2.3.5.1, singular query).
    package var isSingular: Bool { query.isSingular }
}

extension JSONPath: Hashable, CustomStringConvertible {
    package static func == (left: JSONPath, right: JSONPath) -> Bool { left.expression.isIdentical(to: right.expression) }
    package func hash(into hasher: inout Hasher) { hasher.combine(expression) }
    package var description: String { expression }
}
