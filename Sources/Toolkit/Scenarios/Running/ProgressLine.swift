/// One line that says how far a run is, for a terminal of a given width.
package struct ProgressLine: Sendable, Hashable {
    package var done: Int
    package var planned: Int
    package var failed: Int
    /// What ended last.
    package var caseID: String

    package init(done: Int, planned: Int, failed: Int, caseID: String) {
        self.done = done
        self.planned = planned
        self.failed = failed
        self.caseID = caseID
    }

    /// At most `width` − 1 columns, so that no terminal breaks it; the bar is left out where there is no room for it.
    /// - Parameter isColoured: whether failures are shown in red.
    package func text(width: Int, isColoured: Bool) -> String {
        let room = max(1, width - 1)
        let planned = max(planned, done)
        let counts = "\(done)/\(planned)"
        let failures = failed > 0 ? " · \(failed) failed" : ""
        let bar = room >= 60 ? Self.bar(done, of: planned, width: 24) + " " : ""
        let head = bar + counts
        let used = head.count + failures.count
        guard used <= room else { return String(counts.prefix(room)) }
        let name = room - used > 6 ? " · " + Self.shortened(caseID, to: room - used - 3) : ""
        return head + (isColoured && failed > 0 ? "\u{1B}[31m\(failures)\u{1B}[0m" : failures) + name
    }

    private static func bar(_ done: Int, of planned: Int, width: Int) -> String {
        let filled = planned == 0 ? 0 : min(width, done * width / planned)
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// The end of an id tells more than its beginning. Nothing in it moves the cursor.
    private static func shortened(_ id: String, to width: Int) -> String {
        let clean = String(String.UnicodeScalarView(id.unicodeScalars.map { $0.value < 32 || (127..<160).contains($0.value) ? " " : $0 }))
        return clean.count <= width ? clean : "…" + clean.suffix(width - 1)
    }
}
