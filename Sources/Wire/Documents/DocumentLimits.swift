/// What a reader accepts before it refuses a document; all bounds are inclusive.
package struct DocumentLimits: Sendable, Hashable {
    /// The largest text in bytes.
    package var maximumBytes: Int
    /// How many arrays and objects may enclose one another; a scalar alone has depth 0.
    package var maximumDepth: Int

    /// The parts left out are those of `standard`.
    package init(maximumBytes: Int = 64 << 20, maximumDepth: Int = 256) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
    }

    /// 64 MiB and 256 levels: room for the largest report, small enough for one request's stack.
    package static let standard = DocumentLimits()
}
