/// What a reader accepts before it refuses a document; all bounds are inclusive.
package struct DocumentLimits: Sendable, Hashable {
    /// The largest text in bytes.
    package var maximumBytes: Int
    /// How many arrays and objects may enclose one another; a scalar alone has depth 0.
    package var maximumDepth: Int

    /// How many members an object of JSON may have. YAML is for files of whoever runs the program, and has no such limit.
    package var maximumMembers: Int

    /// The parts left out are those of `standard`.
    package init(maximumBytes: Int = 64 << 20, maximumDepth: Int = 256, maximumMembers: Int = .max) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumMembers = maximumMembers
    }

    /// 64 MiB and 256 levels: room for the largest report, small enough for one request's stack.
    package static let standard = DocumentLimits()

    /// Of what a caller sends to a listener: 64 levels and 10,000 members of an object, in at most 8 MiB (the listener's own limit is lower
    /// at most routes). Documents that are judged, which may be large and strange, have those of `standard`.
    package static let request = DocumentLimits(maximumBytes: 8 << 20, maximumDepth: 64, maximumMembers: 10_000)
}
