import Results

/// One finding as an article: what broke, where it is written, what came, what mends it.
struct HTMLFinding {
    let finding: Finding
    let caseID: String
    let check: String

    func article() -> String {
        let tone = finding.severity == .error ? "bad" : finding.severity == .warning ? "fair" : "plain"
        var out = "<article class=\"finding \(tone)\">\n<h3>\(Markup.escaped(finding.message))</h3>\n"
        out +=
            "<p class=\"meta\"><span class=\"tag \(tone)\">\(finding.severity.rawValue)</span> <code>\(Markup.escaped(finding.code))</code>"
        if caseID != "run" { out += " in <a href=\"#\(HTMLStyle.anchor(caseID))\">\(Markup.escaped(caseID))</a>, \(Markup.escaped(check))" }
        for id in finding.requirements { out += " · <a href=\"#\(id)\">\(id)</a>" }
        out += "</p>\n"
        if let source = finding.source { out += written(at: source) }
        out += "<dl>"
        if let place = finding.place { out += row("seen at", place) }
        if let expected = finding.expected { out += row("expected", expected) }
        if let actual = finding.actual { out += row("actual", actual) }
        return out + row("remedy", finding.remedy) + "</dl>\n</article>"
    }

    private func row(_ term: String, _ text: String) -> String {
        "<div><dt>\(term)</dt><dd>\(Markup.escaped(text))</dd></div>"
    }

    /// The line of the contract with a caret under the spot.
    private func written(at source: SourceLocation) -> String {
        guard let excerpt = source.excerpt else { return "<p class=\"meta\">\(Markup.escaped(source.reference))</p>\n" }
        let caret = String(repeating: " ", count: max(0, source.column - 1)) + String(repeating: "^", count: source.width)
        return
            "<pre class=\"excerpt\"><span>\(Markup.escaped(source.reference))</span>\n\(Markup.escaped(excerpt))\n<i>\(caret)</i></pre>\n"
    }
}
