/// A spot in a file that a person wrote, precise enough to print the line with a caret under it.
package struct SourceLocation: Hashable, Sendable {
    /// The path as the user gave it, relative to where the command ran.
    package let file: String
    /// 1-based; 0 when only the file is known.
    package let line: Int
    /// 1-based, counted in Unicode scalars; 0 when only the line is known.
    package let column: Int
    /// How many scalars the caret spans, at least 1.
    package let width: Int
    /// The line itself without its end, when it could be read.
    package let excerpt: String?

    package init(file: String, line: Int = 0, column: Int = 0, width: Int = 1, excerpt: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.width = max(1, width)
        self.excerpt = excerpt
    }

    /// `file:line:column`, the form editors jump to.
    package var reference: String {
        if line == 0 { return file }
        return column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
    }
}
