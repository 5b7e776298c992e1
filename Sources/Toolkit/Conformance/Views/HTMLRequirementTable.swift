import Results

/// The requirements of the catalogue with their states; what was not verified says why.
struct HTMLRequirementTable {
    private let report: ConformanceReport

    init(_ report: ConformanceReport) { self.report = report }

    func section() -> String {
        let statuses = RequirementResult.Status.allCases.filter { (report.summary.requirements[$0] ?? 0) > 0 }
        let options = statuses.map { "<option value=\"\($0.rawValue)\">\($0.rawValue) (\(report.summary.requirements[$0] ?? 0))</option>" }
        return """
            <section id="requirements"><h2>Requirements <small>\(report.requirements.count)</small></h2>
            <form class="filter" data-table="requirement-rows" hidden>
            <label>Search <input type="search" name="text" placeholder="identifier or words"></label>
            <label>State <select name="state"><option value="">all</option>\(options.joined())</select></label>
            <output></output>
            </form>
            <div class="wide"><table><thead><tr><th>Identifier</th><th>Requirement</th><th>State</th><th>Checks</th></tr></thead>
            <tbody id="requirement-rows">
            \(ordered.map(row).joined(separator: "\n"))
            </tbody></table></div></section>
            """
    }

    /// What a reader must see first comes first; within a state the catalogue's order.
    private var ordered: [RequirementResult] {
        let order: [RequirementResult.Status] = [
            .failed, .notRun, .verifiedWithFindings, .verified, .notApplicable, .notTestable, .notSelected,
        ]
        return order.flatMap { status in report.requirements.filter { $0.status == status } }
    }

    private func row(_ result: RequirementResult) -> String {
        let reason = result.reason.map { "<p class=\"reason\">\(Markup.prose($0))</p>" } ?? ""
        let limit = result.notShown.map { "<p class=\"reason\">Not shown by this edition: \(Markup.escaped($0))</p>" } ?? ""
        let basis = result.source == result.basis.rawValue ? result.source : "\(result.source) · \(result.basis.rawValue)"
        let cases = result.cases.prefix(12).map { "<a href=\"#\(HTMLStyle.anchor($0))\">\(Markup.escaped($0))</a>" }.joined(separator: ", ")
        let more = result.cases.count > 12 ? " and \(result.cases.count - 12) more" : ""
        return """
            <tr id="\(result.id)" data-state="\(result.status.rawValue)"><th scope="row">\(result.id)</th>\
            <td>\(Markup.prose(result.text))<p class="meta">\(Markup.escaped(basis))\(cases.isEmpty ? "" : " · \(cases)\(more)")</p>\(reason)\(limit)</td>\
            <td><span class="tag \(HTMLStyle.tone(of: result.status))">\(result.status.rawValue)</span></td>\
            <td class="count">\(counts(result))</td></tr>
            """
    }

    private func counts(_ result: RequirementResult) -> String {
        let parts = [(result.passed, "passed"), (result.failed, "failed"), (result.skipped, "not made")].filter { $0.0 > 0 }
        return parts.isEmpty ? "none" : parts.map { "\($0.0) \($0.1)" }.joined(separator: "<br>")
    }
}
