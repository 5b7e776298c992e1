import Results

/// Findings and summaries as plain text, for JUnit and the terminal.
package enum PlainText {
    /// A finding in a few lines: where it is expected, what came, what to do.
    static func paragraph(_ finding: Finding) -> String {
        var lines = ["\(finding.severity.rawValue) \(finding.code): \(finding.message)"]
        if !finding.requirements.isEmpty { lines.append("requirement: \(finding.requirements.map(\.description).joined(separator: ", "))") }
        if let source = finding.source { lines.append("written at: \(source.reference)") }
        if let place = finding.place { lines.append("seen at: \(place)") }
        if let expected = finding.expected { lines.append("expected: \(expected)") }
        if let actual = finding.actual { lines.append("actual: \(actual)") }
        lines.append("remedy: \(finding.remedy)")
        return lines.joined(separator: "\n")
    }

    /// The closing line of a run: verdict, counts, requirements.
    package static func closing(_ report: ConformanceReport) -> String {
        let summary = report.summary
        var parts = ["\(summary.verdict.rawValue): \(summary.passed) of \(summary.executed) checks passed in \(summary.cases) cases"]
        if summary.failed > 0 { parts.append("\(summary.failed) failed") }
        if summary.warned > 0 { parts.append("\(summary.warned) with findings") }
        if summary.skipped > 0 { parts.append("\(summary.skipped) not made") }
        if summary.notApplicable > 0 { parts.append("\(summary.notApplicable) not applicable") }
        return parts.joined(separator: " · ")
    }

    /// What a report of a part of a run is; nil for that of a whole run.
    package static func part(_ report: ConformanceReport) -> String? {
        report.run.shard.map { "part \($0.index) of \($0.count) of a run of \($0.plan.count) cases: the verdict is of this part alone" }
    }

    /// Requirement coverage in one line.
    package static func coverage(_ report: ConformanceReport) -> String {
        let counts = report.summary.requirements
        let order: [RequirementResult.Status] = [
            .verified, .verifiedWithFindings, .failed, .notRun, .notApplicable, .notTestable, .notSelected,
        ]
        let parts = order.compactMap { status -> String? in
            guard let count = counts[status], count > 0 else { return nil }
            return "\(count) \(status.rawValue)"
        }
        return "requirements: \(parts.joined(separator: ", ")) of \(report.requirements.count) (catalogue \(report.catalogueRevision))"
    }
}
