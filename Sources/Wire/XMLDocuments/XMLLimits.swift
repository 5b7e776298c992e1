/// How much XML is read before it is refused. Depth is at most 256 and a text at most 10,000,000 bytes, which libxml2 fixes itself for trees.
package struct XMLLimits: Sendable, Hashable {
    /// Of a text between two tags.
    static let maximumTextBytes = 10_000_000

    /// Inclusive; at most `Int32.max`.
    package var maximumBytes: Int
    /// Of a document that is read into a tree, inclusive: elements, attributes, declarations of namespaces, comments, processing
    /// instructions and CDATA sections. What is only held against a schema keeps no nodes and has no such limit.
    package var maximumNodes: Int
    /// After so many issues the rest is not reported.
    package var maximumIssues: Int

    package init(maximumBytes: Int = 256 << 20, maximumNodes: Int = 5_000_000, maximumIssues: Int = 100) {
        self.maximumBytes = min(maximumBytes, Int(Int32.max))
        self.maximumNodes = maximumNodes
        self.maximumIssues = max(1, maximumIssues)
    }

    /// 256 MiB, five million nodes and 100 issues.
    package static let standard = XMLLimits()
}
