import Results

/// JUnit XML for CI servers: a suite for each case, a test case for each check.
package struct JUnitView {
    private let report: ConformanceReport

    /// A view of `report`.
    package init(_ report: ConformanceReport) { self.report = report }

    /// The document, UTF-8.
    package func bytes() -> [UInt8] {
        let summary = report.summary
        let total = summary.executed + summary.skipped + summary.notApplicable
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        out +=
            "<testsuites name=\"assay\" tests=\"\(total)\" failures=\"\(summary.failed)\" skipped=\"\(summary.skipped + summary.notApplicable)\">\n"
        for testCase in report.run.cases { out += suite(testCase) }
        for fault in report.run.preflightFailures + report.run.harnessFaults {
            out +=
                "  <testsuite name=\"run\" tests=\"1\" errors=\"1\">\n    <testcase classname=\"run\" name=\"\(Markup.escaped(fault.code))\">\n"
            out += "      <error message=\"\(Markup.escaped(fault.message))\"/>\n    </testcase>\n  </testsuite>\n"
        }
        return Array((out + "</testsuites>\n").utf8)
    }

    private func suite(_ testCase: CaseRecord) -> String {
        let checks = testCase.checks
        let failures = checks.count(where: \.breaksMust)
        let skipped = checks.count { $0.outcome == .skipped || $0.outcome == .notApplicable } + (testCase.notRun == nil ? 0 : 1)
        let tests = checks.count + (testCase.notRun == nil ? 0 : 1)
        let milliseconds = String(testCase.elapsedMilliseconds % 1000)
        let time = "\(testCase.elapsedMilliseconds / 1000).\(String(repeating: "0", count: 3 - milliseconds.count))\(milliseconds)"
        var out =
            "  <testsuite name=\"\(Markup.escaped(testCase.id))\" tests=\"\(tests)\" failures=\"\(failures)\" skipped=\"\(skipped)\" time=\"\(time)\">\n"
        if let reason = testCase.notRun {
            out +=
                "    <testcase classname=\"\(Markup.escaped(testCase.id))\" name=\"run\">\n      <skipped message=\"\(Markup.escaped(reason))\"/>\n    </testcase>\n"
        }
        for check in checks { out += entry(check, of: testCase) }
        return out + "  </testsuite>\n"
    }

    private func entry(_ check: CheckRecord, of testCase: CaseRecord) -> String {
        let head = "    <testcase classname=\"\(Markup.escaped(testCase.id))\" name=\"\(Markup.escaped(check.check))\""
        switch check.outcome {
        case .passed: return head + "/>\n"
        case .skipped: return head + ">\n      <skipped message=\"\(Markup.escaped(check.reason ?? "not made"))\"/>\n    </testcase>\n"
        case .notApplicable:
            return head
                + ">\n      <skipped message=\"not applicable: \(Markup.escaped(check.reason ?? "not declared"))\"/>\n    </testcase>\n"
        case .failed:
            let text = check.findings.map { PlainText.paragraph($0) }.joined(separator: "\n\n")
            if !check.breaksMust { return head + ">\n      <system-out>\(Markup.escaped(text))</system-out>\n    </testcase>\n" }
            let first = check.findings.first
            return head
                + ">\n      <failure type=\"\(Markup.escaped(first?.code ?? "check"))\" message=\"\(Markup.escaped(first?.message ?? "failed"))\">\(Markup.escaped(text))</failure>\n    </testcase>\n"
        }
    }
}
