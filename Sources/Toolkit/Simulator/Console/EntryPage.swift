import Documents
import Results

/// Everything about one exchange: both messages, and each check with its findings.
struct EntryPage: Sendable {
    /// So much of a body is shown.
    private static let shownBytes = 64 << 10

    let entry: LedgerEntry

    var html: HTMLText {
        Page.document(
            title: "Exchange \(entry.number): \(entry.method) \(entry.status)",
            """
            <p><a href="/">All exchanges</a></p>
            <p>\(entry.at.description) · \(entry.direction.rawValue) · \(entry.peer) · \(Page.verdict(entry.verdict))\
             · \(entry.contract ?? "no contract")</p>
            \(failure)\(mischief)
            <h2>Checks</h2>\(checks)
            <h2>Request</h2><p><code>\(entry.method) \(entry.url)</code></p>\(fields(entry.requestFields))\(body(entry.requestBody))
            <h2>Answer</h2><p><code>\(entry.status)</code></p>\(fields(entry.responseFields))\(body(entry.responseBody))
            """)
    }

    private var failure: HTMLText { entry.failure.map { "<p class=\"failed\">\($0)</p>" } ?? "" }

    private var mischief: HTMLText {
        entry.mischief.map { "<p class=\"findings\">! \($0) on purpose: the answer below is not what a well-meaning inbox gives</p>" } ?? ""
    }

    private var checks: HTMLText {
        if entry.checks.isEmpty { return "<p>none was made</p>" }
        let rows = entry.checks.flatMap { check -> [HTMLText] in
            let row: HTMLText = "<tr><td>\(check.check)</td><td>\(check.outcome.rawValue)</td><td>\(check.reason ?? "")</td></tr>"
            return [row] + check.findings.map(finding)
        }
        return "<table><thead><tr><th>Check</th><th>Outcome</th><th>What was found</th></tr></thead><tbody>\(rows)</tbody></table>"
    }

    private func finding(_ finding: Finding) -> HTMLText {
        let place = [finding.place, finding.source?.reference].compactMap { $0 }.joined(separator: ", ")
        return """
            <tr><td></td><td>\(finding.severity.rawValue) \(finding.code)</td><td>\(finding.message)\(place.isEmpty ? "" : " (\(place))")\
            <br>\(finding.remedy)</td></tr>
            """
    }

    private func fields(_ fields: [LedgerEntry.Field]) -> HTMLText {
        let rows = fields.map { field -> HTMLText in "<tr><td>\(field.name)</td><td>\(field.value)</td></tr>" }
        return "<table><tbody>\(rows)</tbody></table>"
    }

    private func body(_ bytes: [UInt8]) -> HTMLText {
        if bytes.isEmpty { return "<p>no content</p>" }
        let shown = (try? JSONReader.read(bytes)).map { $0.prettyBytes() } ?? bytes
        guard let text = String(validating: shown.prefix(Self.shownBytes), as: UTF8.self) ?? Self.cut(shown) else {
            return "<p>\(bytes.count) bytes that are not text</p>"
        }
        return "<p>\(bytes.count) bytes\(shown.count > Self.shownBytes ? ", the first of them" : "")</p><pre>\(text)</pre>"
    }

    /// The limit may fall within a character: up to three bytes less are text, if the rest is.
    private static func cut(_ bytes: [UInt8]) -> String? {
        guard bytes.count > shownBytes else { return nil }
        return (1...3).lazy.compactMap { String(validating: bytes.prefix(shownBytes - $0), as: UTF8.self) }.first
    }
}
