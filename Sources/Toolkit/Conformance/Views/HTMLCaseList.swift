import Results

/// Each case with its checks; those with findings are open, the others fold.
struct HTMLCaseList {
    private let report: ConformanceReport

    init(_ report: ConformanceReport) { self.report = report }

    func section() -> String {
        "<section id=\"cases\"><h2>Cases <small>\(report.run.cases.count)</small></h2>\n\(report.run.cases.map(details).joined(separator: "\n"))\n</section>"
    }

    private func details(_ testCase: CaseRecord) -> String {
        let failed = testCase.checks.contains(where: \.breaksMust)
        let state =
            testCase.notRun != nil
            ? ("not run", "fair")
            : failed
                ? ("failed", "bad")
                : testCase.checks.contains { $0.outcome == .failed }
                    ? ("with findings", "fair")
                    : isWhole(testCase)
                        ? ("passed", "good") : appliesNowhere(testCase) ? ("not applicable", "plain") : ("with holes", "fair")
        var out =
            "<details class=\"case\" id=\"\(HTMLStyle.anchor(testCase.id))\"\(failed ? " open" : "")><summary><span class=\"tag \(state.1)\">\(state.0)</span> "
        out += "<b>\(Markup.escaped(testCase.id))</b> \(Markup.escaped(testCase.title))</summary>\n"
        let effects = "\(testCase.kind.rawValue) · \(testCase.pack.rawValue) · effects: \(testCase.effects.rawValue)"
        out +=
            "<p class=\"meta\">\(effects) · \(testCase.elapsedMilliseconds) ms\(testCase.source.map { " · \(Markup.escaped($0.reference))" } ?? "")</p>\n"
        if let reason = testCase.notRun { out += "<p class=\"reason\">\(Markup.escaped(reason))</p>\n" }
        if let again = testCase.again { out += "<p class=\"meta\">again: <code>\(Markup.escaped(again))</code></p>\n" }
        if !testCase.checks.isEmpty {
            out += "<table><thead><tr><th>Check</th><th>Outcome</th><th>Requirements</th><th>Exchanges</th></tr></thead><tbody>\n"
            out += testCase.checks.map(row).joined(separator: "\n") + "\n</tbody></table>\n"
        }
        return out + "</details>"
    }

    private func isWhole(_ testCase: CaseRecord) -> Bool {
        testCase.checks.contains { $0.outcome == .passed } && !testCase.checks.contains { $0.outcome == .skipped }
    }

    private func appliesNowhere(_ testCase: CaseRecord) -> Bool {
        !testCase.checks.isEmpty && testCase.checks.allSatisfy { $0.outcome == .notApplicable }
    }

    private func row(_ check: CheckRecord) -> String {
        let tone =
            switch check.outcome {
            case .passed: "good"
            case .failed: check.breaksMust ? "bad" : "fair"
            case .skipped: "fair"
            case .notApplicable: "plain"
            }
        let requirements = check.requirements.map {
            "<a href=\"#\($0.id)\">\($0.id)</a> <span class=\"meta\">\($0.obligation.rawValue)</span>"
        }
        let exchanges = check.exchanges.map { "<a href=\"#x\($0)\">\($0)</a>" }.joined(separator: ", ")
        let note = check.reason ?? check.findings.first?.message
        return """
            <tr><td><code>\(Markup.escaped(check.check))</code>\(note.map { "<p class=\"reason\">\(Markup.escaped($0))</p>" } ?? "")</td>\
            <td><span class="tag \(tone)">\(check.outcome.rawValue)</span></td><td>\(requirements.joined(separator: "<br>"))</td><td>\(exchanges)</td></tr>
            """
    }
}
